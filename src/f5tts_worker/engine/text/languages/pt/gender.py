"""The gender of Portuguese nouns, and numbers that agree with it."""

# ruff: noqa: E501, SIM905 - lists of words are texts

import re

# Feminine nouns whose ending does not tell; their plural has an "s" or "es" more.
_WITH_S = (
    "aguardente|análise|arte|árvore|ave|avó|base|carne|catástrofe|cárie|chaminé|chance|chave|clave|classe|consoante|constante|corrente|creche|crise|diocese|dose|elipse|elite|ênfase|enquete|enchente|equipe|espécie|estante|"
    "avalanche|boate|butique|camion[ei]te|caminhonete|estrofe|face|fase|fé|febre|fonte|foto|frase|frente|gente|grife|greve|gripe|hashtag|haste|hélice|hipótese|interface|laje|lápide|lebre|lei|lente|limusine|live|mãe|mão|maquete|"
    "maré|metrópole|mente|morte|moto|(?:aero)?nave|nascente|newsletter|neve|noite|overdose|pá|parede|parte|patente|pele|performance|pirâmide|planície|playlist|ponte|posse|prece|prole|prótese|ré|rede|saúde|selfie|sede|semente|série|serpente|"
    "síntese|sorte|startup|suíte|superfície|tarde|tese|torre|tosse|trave|tribo|trupe|virose|variante|vertente|vitrine"
)
_WITH_ES = "atriz|cicatriz|colher|cor|cruz|diretriz|dor|flor|foz|imperatriz|luz|matriz|mulher|noz|paz|perdiz|raiz|raíz|vez|voz"
_IN_L = "(?:bien|catedr|centr|credenci|diagon|fili|sucurs|vertic|vog)a(?:l|is)"
_ENDINGS = (
    "as?|idão|idões|ãs?|ção|ções|são|sões|ades?|tudes?|[aiu]ge(?:m|ns)|(?:nuv|ord|arg|irg)e(?:m|ns)|"
    "(?:comun|conex|gest|leg|opin|paix|quest|raz|rebel|reflex|reg|relig|reun|sugest|un)i?(?:ão|ões)"
)
FEMININE = re.compile(rf"(?:(?:{_WITH_S})s?|(?:{_WITH_ES})(?:es)?|{_IN_L}|\w*(?:{_ENDINGS}))$")
# Nouns that end as feminine ones do; those in "-ista" besides.
_MASCULINE = frozenset(
    "abade abades brasão brasões artesão atleta atletas axioma axiomas camarada camaradas carcinoma carcinomas carisma cinema cinemas clã clãs clima climas colega "
    "colegas cometa cometas confrade confrades coração corações cromossoma cromossomas delta deltas democrata democratas dia dias diagrama diagramas "
    "dilema dilemas diploma diplomas diplomata diplomatas divã divãs dogma dogmas drama dramas eczema eczemas ecossistema ecossistemas emblema "
    "emblemas enigma enigmas esquema esquemas estigma estigmas estratagema fã fãs fantasma fantasmas fluxograma fluxogramas fonema fonemas frade frades "
    "galã galãs genoma genomas gorila gorilas grama gramas guarda guardas hematoma hematomas idioma idiomas ímã ímãs jesuíta jesuítas lema lemas "
    "mantra mantras mapa mapas melodrama melodramas miligrama miligramas monarca monarcas organograma organogramas panda pandas panorama panoramas papa papas paradigma "
    "paradigmas patriota patriotas pijama pijamas pirata piratas planeta planetas plasma poema poemas poeta poetas prisma prismas problema problemas "
    "profeta profetas programa programas puma pumas quilograma quilogramas samba sambas sintoma sintomas sistema sistemas sofisma subsistema "
    "subsistemas sutiã sutiãs talismã talismãs telefonema telefonemas telegrama telegramas tema temas teorema teoremas titã titãs trauma traumas "
    "aroma aromas".split()
)  # fmt: skip
_PERSON = re.compile(
    r"(?!(?:(?:entre|re)?vistas?|pistas?|listas?|(?:re)?conquistas?|cristas?|aristas?|autopistas?)$)\w+istas?"
)
_NO_NOUN = frozenset(
    "a as da das de do dos e em na nas no nos com para por que se era mas uma ou esta são".split()
)
_FEMININES = ((r"\bum$", "uma"), (r"\bdois\b(?! mil[hõ])", "duas"), (r"entos\b(?!.* mil[hõ])", "entas"))


def agree(said: str, gender: str) -> str:
    """Return number words as they are said before a noun of this gender: "duas", "duzentas"."""
    if gender == "f":
        for masculine, feminine in _FEMININES:
            said = re.sub(masculine, feminine, said)
    return said


def gender_of(noun: str) -> str:
    """Return the gender of a noun in a text, "" for a word that is not counted."""
    if noun[:1].isupper() or noun in _NO_NOUN or len(noun) < 3:
        return ""
    is_masculine = noun in _MASCULINE or _PERSON.fullmatch(noun)
    return "f" if FEMININE.fullmatch(noun) and not is_masculine else "m"
