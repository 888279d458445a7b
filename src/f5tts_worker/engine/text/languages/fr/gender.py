"""French genders: what nouns that a number counts look like, and those that look otherwise."""

# ruff: noqa: E501, SIM905 - a pattern is one line; lists of words are texts

import re

# Endings of the singular that are mostly those of feminine nouns.
_ENDINGS = re.compile(
    r"\w+(?:[tdsgnx]ion|té|ée|[aeiouy]ie|[^aeiou]ie|ure|ance|ence|ette|elle|euse|rice|ade|ise|ine|une|ude|"
    r"[aeio]nde|[ao]rde|[eio]rge|oche|ombe|oule|uche|uite|èche|ffe|uve|[aeu]lle|ille|[aeiuo]sse|[oiy]se|"
    r"ase|ouse|oute|cte|gne|[ae]îne|aine|eine|ière|ère|eure|[aieouy]nce|rce|use|rse|lve|rve|ive|ève|ale|"
    r"ane|otte|anche|enche|ouche|[ae]nte|[ae]mpe|ppe|orte|arte|erte|[ae]rche|[aeioêâ]che|mme|rre|ate|ote|"
    r"ute|ête|ace|nse|oue|oie|aie|[aeio]nne|iette)"
)
# Feminine nouns with other endings.
_FEMININE = frozenset(
    (
        "abbaye affaire aile aire alarme amitié ampoule ancre annexe arche arme armoire arnaque astuce attaque atteinte aube "
        "auberge automobile avenue bague baignoire balançoire banderole banlieue banque baraque barque basilique betterave "
        "bible bibliothèque blague boisson borne boucle boule boussole boutique boîte brique bru butte bûche cacahuète "
        "cafétéria cage caméra candidate capsule caractéristique carafe cargaison carpe caserne casserole catastrophe cave "
        "caverne cellule chaire chaise chaleur chambre chanson charge charrue chope chronique cible cime citerne clavicule clef "
        "clientèle clinique cloison clé combinaison commande comparaison comète conjugaison console contrainte contrefaçon "
        "coque corde corne corrida couleur coupe coupole cour courbe courge coutume crainte crique croupe croûte crypte "
        "cuillère cuisinière cuisson côte dalle dame dent digue discothèque diète douceur douleur douzaine drogue droite démo "
        "dérive eau embauche empreinte enclave enclume encre entrave entrevue enveloppe erreur escale espèce fable fabrique fac "
        "faculté faim farce farine faveur favorite façon feinte fenêtre fibre fiche file fiole firme fièvre flaque fleur flûte "
        "foi foire forme formule forêt fourche fourchette fourmi fraise frange frayeur fresque frite fugue gare garnison gerbe "
        "gifle girafe gourde goutte grammaire grange grue guerre guitare guérison guêpe halte hanche harpe hauteur herbe heure "
        "histoire horloge hormone horreur housse hutte huître hypothèque hypothèse hyène hélice héroïne icône idole image "
        "inconnue info inimitié injustice insulte interview intrigue issue jambe jauge jeep jument jungle jupe lame lampe "
        "langue lanterne largeur larme lettre leçon liaison licorne ligue lime limite liqueur liste livraison loge logique loi "
        "longue longueur loupe loutre lucarne lueur luge lutte lyre lèvre main maison majuscule marche mare marge marmite "
        "marque massue matraque mer meule milice minuscule moisson moitié molécule montagne montre morgue morue mosaïque moto "
        "mouche mule musique mâchoire métaphore méthode métropole météo mûre nageoire neige newsletter nièce noce norme notice "
        "nounou nuit nymphe octave ode odeur offre oie once onde oraison orange orbite otite ouïe page pagode paire pancarte "
        "panique parenthèse paroi parole particule passoire pastèque patinoire patte paume pause peau pellicule perche perle "
        "perruque petite peur phalange photo pie pieuvre pile pilule pinte pipe piqûre pirogue piste pizza pizzeria pièce plage "
        "plainte planque planète plaque plateforme pointe poire police polémique pompe poudre poupe poutre prime prison "
        "problématique promo prothèse préfecture pub puce pyramide pâte péninsule pépite queue rafle raison rallonge rame "
        "rançon recharge recherche relique remarque remorque retraite revue rime riposte rive robe roue route rubrique rue "
        "rumeur règle récolte réduc réforme réplique république réussite révolte saga saison samba sauce saveur scène seringue "
        "sieste sirène soeur soif sole soucoupe soupape soupe statistique statue stèle surcharge syllabe synagogue synthèse "
        "sœur table tache taupe taverne taxe technique teinte tentacule terrasse terre thèse tige tirelire toile tombola toque "
        "torche torpeur tortue trahison trajectoire trame trentaine tribu tronche troupe truffe trêve tuile tulipe tumeur "
        "tunique turbine télé tôle une urne valeur valise valse variable vertu vertèbre veste victime victoire vie villa "
        "vingtaine virgule visite vitre voile voûte vue véranda webcam zone âme ère écharpe éclipse école écurie élite élue "
        "énigme épaule épave épice épingle éponge époque équipe étable étape étiquette étoile île œuvre "
    ).split()
)
# Masculine nouns with such endings, and verbs, which may stand behind a number too.
_MASCULINE = frozenset(
    (
        "abandonne absurde accompagne accorde accuse acheté achève acrobate acte adultère ajoute ampère antidote apogée appelle "
        "aromate arrive arrêté assisté astronaute automate autre avion bagne bastion beurre billion bonhomme bouge braille "
        "brille camion camée caniche capitaine caprice caractère carbonate carbure carrosse centaure cesse champion chanoine "
        "chlorure cierge cimetière colosse comité commence commerce compatriote compose compère comté confrère cookie "
        "cosmonaute couche coude coyote coûte cratère critère croupion cygne côté dentifrice derrière despote diagramme "
        "dialecte dilemme dimanche dinosaure diplomate dispose dividende divorce doigté domaine donne doute dresse décolleté "
        "dédale démocrate député embarcadère emmène enlève entracte espace espion exerce face fade fanion faune fauve feuilleté "
        "fleuve fluorure foie fonctionne frère fétiche gagne garde genre gentilhomme gorille grade grandiose gruyère gymnase "
        "génie habille hippocampe hologramme homme hydrocarbure hélicoptère hémisphère iguane impose incendie insecte insigne "
        "internaute intervalle invité jade jeune joule karaté laisse lance large leurre lierre lion lycée lève magazine malade "
        "malaise mammifère mausolée mercure messie millefeuille ministère moine molosse monastère monde morse murmure musée "
        "mystère méthane nitrate noté oppose organe orque ose ovale pacte pagne palace panache panse parachute parapente "
        "parapluie pardonne parle parterre passe pastiche patriarche patrimoine peigne pense phosphate pilote pion pipeline "
        "pirate platane polymère porche portefeuille porté pote pousse presbytère primate prince programme propose propriétaire "
        "prélude préside pâté père pétale quintette rapace rappelle recommence rectiligne refuse regarde repose reproche repère "
        "retraité roule règne réverbère révolté sandwiche scandale scarabée scorpion selfie signe silence skate somnifère sonne "
        "sosie squelette stade stigmate suisse sulfate sulfure suppose suspense talion testé tire titane tonnerre torse touche "
        "tourne toute traité trampoline traverse trophée tulle témoigne ulcère use verre violoncelle vote vase zombie écoute éloigne "
        "élève étonne été "
    ).split()
)
_ALIKE = frozenset(
    "fois tribus voix noix croix souris brebis fin vis autos motos radios".split()
)  # in "s", "x"


def gender_of(noun: str) -> str:
    """Return "m" or "f" for a noun, in the singular or the plural, "" for a word that is not counted."""
    if noun[:1].isupper() or len(noun) < 3:
        return ""
    if noun in _ALIKE or noun in ("auto", "radio"):
        return "f"
    one = noun.removesuffix("x") if noun.endswith("eaux") else noun.removesuffix("s")
    if one in _MASCULINE or one.endswith(("gramme", "ologue")):
        return "m"
    return "f" if one in _FEMININE or _ENDINGS.fullmatch(one) else "m"
