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
        "abbaye absolue abstraite acropole affaire agora agrafe aide aigreur aile aire alarme amertume amitié ampleur ancre "
        "annexe antilope apocalypse appendicite appli arche ardeur argile arme armoire arnaque arène astuce attaque atteinte "
        "aube aumône aurore auréole automobile avenue aïeule backroom bague baignoire balançoire banderole banlieue banque "
        "baraque barque barrique bascule basilique battle bestiole betterave bible bibliothèque bicoque bienvenue blague "
        "blancheur bleue blondeur boisson borne boucle bourrasque boussole boutique box boxe boîte bride brique bru brume butte "
        "béchamel bûche cacahuète cafeteria cafétéria cage caméra candeur canicule cape capsule caractéristique carafe "
        "cargaison carotide carpe casa caserne casserole caste cata catastrophe cave caverne cellule cendre chaire chaleur "
        "chambre chanson charge charrue chatte chaux chope chronique chèvre cible cime cinémathèque citerne claire clameur "
        "claque clavicule clef clientèle clinique clique cloison cloque clé cohue colique colle combinaison commode comparaison "
        "complète compo comète concrète conjugaison console continue contrainte contrefaçon coque corne corrida couche couleur "
        "coupe coupole cour courbe courge courte coutume crainte crique critique croix croupe croûte crue crypte crème crêpe "
        "cuisson céramique côte dague dame datte dent digue discothèque discrète disgrâce dispo diète dot douce douceur douleur "
        "drogue droite décharge déco défaite démo déprime eau ellipse empreinte enceinte enclave enclume encre entrave "
        "entrecôte entrevue erreur escadre escalope espagnole espèce estime expo fable fabrique fac faillite faim fanfare "
        "fatigue faux faveur favorite façon feinte fenêtre ferme ferveur fibre fiesta figue file fiole firme fièvre flaque "
        "fleur flûte foi foire folle fondue fonte forme formule forêt fougue fourche fourmi frange frayeur fraîche fraîcheur "
        "fresque frite froide froideur fugue fureur gare garnison gaufre gerbe gifle girafe gondole gourde goutte grammaire "
        "grandeur grange grecque grimpe grosseur grue grêle guenon gueule guitare guérison guêpe gym gélule gêne halte "
        "harpe hauteur herbe histoire honte horloge hormone horreur huile humeur hutte huître hypothèque hypothèse hyène hâte "
        "hélice hépatite héroïne icône idole idylle image impro imprévue inconnue info inimitié injustice inquiète insulte "
        "interview intrigue issue jambe jauge jeep jument jungle jupe laide laitue lame langouste langue lanterne laque largeur "
        "larme latte lave lenteur lettre leçon liaison libellule licorne ligue lime limite liqueur liste livraison loge loggia "
        "logique loi longue longueur loque louange loupe lourde lourdeur loutre lucarne luciole ludothèque lueur luge lutte "
        "lyre lèvre mafia maigreur main maison majuscule malice mangue mare marge marina marmite marque massue masterclass "
        "matraque maudite mayo menthe mer merguez meringue meule milice mimique minuscule mode moisson moiteur moitié molaire "
        "molle molécule montre morgue morue mosaïque moto mousson mozzarella mule musique mâchoire mécanique médiathèque "
        "mésange métaphore méthode métropole météo météorite mûre nageoire nana natte naïve nef neige newsletter nique nièce "
        "noce noirceur noire noix norme notice nounou nue nuit nuque nymphe nécropole oasis octave ode odeur offre oie ombre "
        "once onde optique oraison orange orbite orthographe otite ouïe paella page pagode paire paix palme panique parabole "
        "parenthèse parfaite paroi parole particule passoire pastèque patinoire patte paume peau pellicule pendaison perdrix "
        "perle perme perruque pesanteur peste petite peur phalange photo photothèque pie pieuvre pile pilule pinte pinède pipe "
        "piqûre pirogue piste pitié pizza pizzeria pièce plage plainte planque planète plaque plateforme playlist plaza plume "
        "pointe pointue poire police politique polka polémique pompe poudre poupe poutre pratique prime prison problématique "
        "profondeur promo prothèse prépa pub publique puce pudeur pulpe pyramide pâleur pâte péninsule pépite période pétanque "
        "queue quinte rafle rage raideur raison rallonge rame rançon recharge recrue relique remarque remorque rencontre "
        "retenue retraite revue rhubarbe rime riposte ristourne rixe robe rondeur rotule rougeole rousseur rubrique rue rumba "
        "rumeur râpe règle rébellion réclame récolte récré réduc réforme réplique république réussite révolte saga sainte "
        "saison salamandre salsa samba sangria sangsue sauce saveur scène secrète senteur seringue seule sieste sirène soeur "
        "soif sole soucoupe soupape soupe sourde spatule star statistique statue story strophe stupeur stèle subtile sueur "
        "surcharge syllabe synagogue synthèse sûre sœur table tare taupe taverne taxe technique teinte tentacule tenue tequila "
        "terreur thèse tige tique tirelire toile toison tombola topaze toque torche torpeur tortue tourte toute toux trahison "
        "trajectoire trame tribu tringle tronche troupe trêve tuile tulipe tumeur tunique turque télé tôle une urne valeur "
        "valse variable variole vasque venue vertu vertèbre veste victime victoire vidéo vie vigueur villa virgule visite vitre "
        "vodka voile voûte vue véranda webcam wifi yourte zone âme ère écharpe éclipse école écume élite élue énigme épaisseur "
        "épaule épave épice épingle éponge époque équipe étable étape étendue éthique étoile étreinte étroite île œuvre "
    ).split()
)
# Masculine nouns with such endings, and verbs, which may stand behind a number too.
_MASCULINE = frozenset(
    (
        "abandonne absurde accompagne accorde accuse acheté achève acrobate acte adultère ajoute ampère antidote apogée appelle "
        "arcane aromate arrive arrêté assisté astronaute augure automate autre avion azote aéroplane bagne bastion belvédère "
        "beurre bicarbonate bidonville billion bonhomme bouge braille brille butane camion camée caniche capitaine caprice "
        "caractère carbonate carbure carrosse centaure cesse champagne champion chanoine chlorure chèvrefeuille cierge "
        "cimetière colosse coléoptère comité commence commerce compatriote compose compère comté confrère cookie cosmonaute "
        "coude coyote coûte cratère critère crotale croupion cyanure cygne côté dentifrice derrière despote diagramme "
        "dialecte dilemme dimanche dinosaure diplomate dispose dividende divorce doigté domaine donne doute dresse débarcadère "
        "décolleté dédale démocrate député embarcadère emmène enlève entracte espace espion exerce face fade fanion faune fauve "
        "feuilleté filigrane fleuve fluorure foie fonctionne frère fétiche gagne garde genre gentilhomme glaive gorille grade "
        "grandiose gruyère gymnase génie habille hippocampe hologramme homme hydrocarbure hélicoptère hémisphère iguane impose "
        "incendie insecte insigne internaute intervalle invité jade jeune joule jésuite karaté laisse lance large leurre lierre "
        "lion lycée lève madère magazine malade malaise mammifère mausolée mercure messie millefeuille ministère moine molosse "
        "monastère monde morse murmure musée mystère méthane nitrate noté oppose organe orque ose ovale pacte pagne palace "
        "panache panse parachute parapente parapluie paratonnerre pardonne parle parterre passe pastiche patriarche patrimoine "
        "peigne pense phosphate pilote pion pipeline pirate planisphère platane polichinelle polymère porche portefeuille porté "
        "pote pousse presbytère primate prince programme propose propriétaire prélude préside pâté père pétale quadrilatère "
        "quintette rapace rappelle recommence rectiligne refuse regarde renne repose reproche repère retraité roule règne "
        "réverbère révolté sandwiche scandale scarabée scorpion selfie signe silence skate somnifère sonne sosie squelette "
        "stade stigmate suisse sulfate sulfure suppose surhomme suspense talion testé tintamarre tire titane tonnerre torse "
        "tourne traité trampoline traverse trille trophée tulle témoigne ulcère use vase vaudeville velouté "
        "vermicelle verre violoncelle vote zombie écoute éloigne élève étonne été "
    ).split()
)
_ALIKE = frozenset(
    "fois oasis tribus voix noix croix souris brebis fin vis autos motos radios".split()
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
