"""German genders: what nouns look like, and those that look otherwise."""

# ruff: noqa: E501, SIM905 - a row of a table is one line; lists of words are texts

import re

_NEUTER = re.compile(
    r"(?:\bEnde|(?:Wochen|Jahres|Monats|Quartals|Lebens|Kriegs|Saison)ende|(?<!L)(?<!l)Auge|Interesse|Gebäude|Gemüse|Gelände|Gebirge|Getreide|Gehäuse|Stadion|Abitur|Magazin|Benzin|Vitamin|Insulin|Spiegelei|Halbjahr|Kapitel|Mal|Bike|Kind|Knie|Genie|Jahr|Buch|Haus|Spiel|Quartal|Semester|Bild|Lied|Auto|Glas|Stück|Werk|Album|Opfer|Viertel|Drittel|"
    r"Ziel|Leben|Treffen|\b(?:OG|Tor|Rad|Bad|Fest|Tier|Bett|Ei|Amt|Ohr|Bein|Tal|Dach|Loch|Boot|Gleis|Seil|Zelt|Netz|Team|Land|Volk|Wort|Foto|Heft)|"
    r"(?:[gtlrhdfm]|(?<!ka)(?<!me)(?<!ze)n|[ghu]s)tor|projekt|objekt|(?<!schr)(?<!str)ramm|nehmen|gebot|zimmer|feld|fahrrad|motorrad|blatt|geschoss|gespräch|konzert|(?:ereig|ergeb|erleb|bünd|zeug|geheim|verhält|gefäng)nis|turnier|rennen|finale|studio|hotel|gerät|"
    r"zeug|gesetz|gehalt|(?<=\w{3})amt|(?:ge|lang|amts)?gericht|schiff|training|video|interview|festival|modell|problem|thema|gebiet|(?:bundes|ausl|inl|aus|in)land|passwort|stichwort|sprichwort|schloss|büro|konzept|urteil|material|geschäft|institut|"
    r"(?<!sch)lager|prinzip|pferd|fahrzeug|profil|konto|format|fach|paket|rezept|portal|drama|symbol|motiv|muster|talent|ticket|detail|monster|rätsel|duell|schwert|becken|protokoll|seminar|gutachten|mitglied|verfahren|angebot|gewerbe|gemälde|"
    r"\w+(?:(?<!ku)(?<!kno)(?<!dra)(?<!ra)chen|lein|(?<!a)(?<!kons)(?<!irrt)(?<!reicht)um|ment|spiel|jahr|kind|buch)|jahrhundert|jahrzehnt|jahrtausend)$",
    re.IGNORECASE,
)
_FEMININE = re.compile(
    r"(?:Stadt|Nacht|Liga|Firma|Oma|Kamera|Pizza|Arena|Hand|Zahl|Art|Person|Uhrzeit|Frau|Tür|Nummer|Mutter|Schwester|Tochter|Oper|Million|"
    r"Idee|Kunst|Saison|Tat|Schau|Schuld|Gewalt|Sicht|Lust|Jugend|Show|Basis|Party|Haut|Praxis|Bundesliga|Armee|Heimat|Not|Gegend|Pflicht|Story|Milch|Geburt|Community|Gegenwart|Brust|Burg|Front|Box|"
    r"Justiz|Villa|Bibel|Jagd|Kenntnis|Erlaubnis|Provinz|Schlacht|Wut|Armut|Geduld|Maus|Faust|Moral|Sau|Norm|Jury|Braut|Crew|Kuh|Ampel|Mafia|Sauna|Diät|Dosis|Maut|Farm|Skala|Allee|Lobby|Heirat|Statue|Flut|Revue|Disco|"
    r"Post|Werft|Axt|Naht|Gala|Webcam|Saga|Nuss|Alm|Ader|Dauer|Trauer|Last|Sportart|Tierart|Bauart|Tonart|Boutique|Couch|Bar|Lampe|Ecke|Uhr|Feuerwehr|Rückkehr|Landesliga|Regionalliga|Oberliga|Mama|Aula|Cola|Paprika|"
    r"Wahl|Bahn|Wand|Wurst|Form|Mail|App|Frist|Zeit|Arbeit|Antwort|Welt|Luft|Kraft|Macht|Angst|Bank|Butter|Mauer|Leber|Feder|"
    r"\w*(?i:zwiebel|kartoffel|tafel|(?<!p)insel|regel|schachtel|schüssel|gabel|nadel|formel|wurzel|ziffer|nummer|steuer|feier|fahrt|schicht|schrift|bahn|zahl|frist|antwort|wurst|nacht|stadt|mail|kraft|arbeit|zeit|nachricht|gefahr|frau|welt|wehr|bank|wahl|schwester|mutter|tochter|lebensdauer|untersuchungshaft|notiz|(?<!ge)(?<!g)sicht|pflicht|kunft|plattform|uniform|reform|datenbank|werkstatt|schulter|kugel|kammer|klammer|orgel|frucht|gebühr|kuppel|kapsel|klausel|vokabel|brezel|semmel|nudel|trommel|waffel|staffel|fackel|hantel|klingel|kurbel|windel|faser|wimper|straftat|heldentat|vorschau|tagesschau|schlucht|bucht|flucht|sehnsucht|anstalt|gestalt|leinwand|haustür|unterschrift|weltmacht|fracht|tracht|ankunft|auswahl|wohngemeinschaft|walnuss|haselnuss|fitness|bibliothek|mediathek|diskothek)|"
    r"\w+(?:ung|heit|keit|schaft|tät|ion|ur|ik|ei|ie|(?<![eu])in|[^aeiou]e|anz|[^l]enz))$"
)
_MASCULINE_ALL_THE_SAME = re.compile(
    r"(?:\w*(?i:glanz|kranz|schwanz)|\b(?:Tanz|Volkstanz|Paartanz)|Bitcoin|Regisseur|Ingenieur|Gouverneur|Redakteur|Chefredakteur|Friseur|Amateur|Merkur|Benjamin|Cousin|Pin|Gin|Spin|Code|Vorname|Zombie|Schrei|Brei|Drive|Hype|Fake|Store|Song|Termin|Kamin|Urin|Rubin|Delfin|sprung|schwung|Sprung|Schwung|Flur"
    r"|(?i:matrose|insasse|genosse|geselle|schimpanse|ologe|agoge|fahre|hirte|gefährte|verwandte|bekannte|kranke|fremde"
    r"|gläubige|ierte|digte|verlobte|geliebte|vermisste|halunke|schwarze|(?:reis|leb|studier|lern|wes|sitz|nehm)ende))$"
)
_MASCULINE_IN_E = frozenset(
    "Name Junge Kunde Kollege Gedanke Buchstabe Käse Löwe Hase Zeuge Experte Euro Affe Bote Erbe Gatte Neffe Riese Sklave Franzose Russe Pole Türke "
    "Tscheche Schwede Däne Finne Ire Schotte Brite Chinese Bulle Ochse Rabe Falke Drache Knabe Pate Laie Wille Glaube Funke Beamte Angestellte Vorsitzende "
    "Angeklagte Abgeordnete Tote Verletzte Verdächtige Jugendliche Erwachsene Freiwillige Deutsche Gefangene".split()
)


_ACRONYMS = {
    "f": "CD DVD SMS MMS PIN TAN CPU GPU SSD LED AG GmbH",
    "m": "PC LKW PKW Lkw Pkw SUV",
    "n": "WC EKG MRT CT PDF GIF AKW UFO",
}
_OF_ACRONYMS = {word: gender for gender, words in _ACRONYMS.items() for word in words.split()}


def is_neuter(noun: str) -> bool:
    """Say whether a noun looks like a neuter one."""
    return bool(_NEUTER.search(noun))


def gender_of(noun: str) -> str:
    """Return "m", "f" or "n" for a noun, "" for a word that is not counted."""
    if noun in _OF_ACRONYMS:
        return _OF_ACRONYMS[noun]
    if not noun[:1].isupper() or noun == "Uhr" or noun[1:].isupper():
        return ""
    if is_neuter(noun):
        return "n"
    if _MASCULINE_ALL_THE_SAME.search(noun):
        return "m"
    return "f" if _FEMININE.search(noun) and noun not in _MASCULINE_IN_E else "m"
