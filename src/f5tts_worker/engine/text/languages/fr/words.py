"""French abbreviations. Data only."""

# ruff: noqa: E501 - a row of a table is many short words; signs look like letters

from collections.abc import Mapping

ANYWHERE: Mapping[str, str] = {
    "p. ex.": "par exemple", "par pers.": "par personne", "Sté": "Société", "Ets": "Établissements", "Vve": "Veuve", "ibid.": "ibidem", "op. cit.": "opus citatum", "+ ou -": "plus ou moins", "Ø": "diamètre", "n°": "numéro", "N°": "numéro", "etc.": "et cetera", "c.-à-d.": "c'est-à-dire", "env.": "environ", "av. J.-C.": "avant Jésus-Christ",
    "apr. J.-C.": "après Jésus-Christ", "ap. J.-C.": "après Jésus-Christ", "J.-C.": "Jésus-Christ", "tél.": "téléphone",
    "Tél.": "Téléphone", "Mme": "madame", "Mmes": "mesdames", "Mlle": "mademoiselle", "Mlles": "mesdemoiselles", "MM.": "messieurs",
    "bd": "boulevard", "Bd": "boulevard", "qqch.": "quelque chose", "qqn": "quelqu'un",
    "cf.": "confer", "svp": "s'il vous plaît", "s.v.p.": "s'il vous plaît", "S.V.P.": "s'il vous plaît", "vs": "versus", "N.B.": "nota bene",
    "suiv.": "suivantes", "pl. du": "place du", "pl. de": "place de", "Mgr": "monseigneur", "éd.": "édition", "hab.": "habitants", "Cie": "compagnie", "St": "Saint", "Ste": "Sainte", "stp": "s'il te plaît", "rdv": "rendez-vous", "Rdv": "rendez-vous", "RDV": "rendez-vous", "bcp": "beaucoup", "tjs": "toujours", "réf.": "référence", "mn.": "minutes", "tlj": "tous les jours", "a. p.": "après prolongation", "t. a. b.": "tirs au but", "ds": "dans", "dsl": "désolé", "Dsl": "Désolé", "Cdt": "Cordialement", "Cdlt": "Cordialement", "cdt": "cordialement", "cdlt": "cordialement", "resp.": "responsable", "mtn": "maintenant", "auj": "aujourd'hui", "bjr": "bonjour", "slt": "salut", "pcq": "parce que",
    "max.": "maximum", "temp.": "température", "bât.": "bâtiment", "esc.": "escalier", "ét.": "étage", "appt": "appartement", "appt.": "appartement", "apt.": "appartement", "rés.": "résidence",
    "imp.": "impasse", "fg": "faubourg", "fbg": "faubourg", "qté": "quantité", "ts": "tous", "ttes": "toutes", "pdt": "pendant", "càd": "c'est-à-dire", "i.e.": "c'est-à-dire", "ex.": "exemple", "incl.": "inclus",
    "C. civ.": "Code civil", "C. pén.": "Code pénal", "C. trav.": "Code du travail", "C. com.": "Code de commerce",
    "T°": "température", "par ex.": "par exemple", "excl.": "exclu", "moy.": "moyenne", "nb": "nombre", "nbre": "nombre", "gén.": "général",
    "w.-e.": "week-end", "W.-E.": "week-end", "pop.": "population", "coll.": "collection", "trad.": "traduction",
    "coef.": "coefficient", "coeff.": "coefficient", "id.": "idem", "loc. cit.": "loco citato", "s. d.": "sans date", "fol.": "folio", "trim.": "trimestre", "rens.": "renseignements", "insc.": "inscriptions", "inscr.": "inscriptions",
    "+/-": "plus ou moins", "N.-D.": "Notre-Dame", "éco-part.": "éco-participation", "Tle": "terminale", "Term.": "terminale", "Tlj": "Tous les jours", "MMes": "mesdames", "tjrs": "toujours", "tjr": "toujours", "lgtps": "longtemps", "qq1": "quelqu'un", "msg": "message", "qd": "quand",
    "A/R": "aller-retour", "succ.": "succursale", "approx.": "approximativement", "t.l.j.": "tous les jours", "T.l.j.": "Tous les jours", "ferm. ann.": "fermeture annuelle", "sdb": "salle de bains", "sde": "salle d'eau", "augm.": "augmentée", "élec.": "électrique", "coul.": "couleur", "tarif réd.": "tarif réduit", "tarifs réd.": "tarifs réduits",
}  # fmt: skip
BEFORE_NUMBERS: Mapping[str, str] = {
    "n°": "numéro", "N°": "numéro", "no": "numéro", "No": "numéro", "nos": "numéros", "n°s": "numéros", "p.": "page", "al.": "alinéa", "pp.": "pages", "fig.": "figure", "tabl.": "tableau",
    "Fig.": "Figure", "sem.": "semaine", "chap.": "chapitre", "art.": "article", "vol.": "volume", "t.": "tome", "éd.": "édition", "niv.": "niveau", "cat.": "catégorie", "ms.": "manuscrit", "obs.": "observation", "éq.": "équation", "th.": "thermostat", "dép.": "départ", "arr.": "arrivée", "#": "numéro",
    "bur.": "bureau", "tab.": "tableau", "ART.": "Article", "app.": "appartement", "doc.": "document", "Min.": "Minimum",
}  # fmt: skip
BEFORE_NAMES: Mapping[str, str] = {
    "cat.": "catégorie", "gr.": "groupe", "Mr": "monsieur", "Mr.": "monsieur", "Sr": "sœur", "Fr.": "frère",
    "Dr": "docteur", "Dr.": "docteur", "Pr": "professeur", "Pr.": "professeur", "Me": "maître", "av.": "avenue",
    "Av.": "avenue", "pl.": "place", "bd": "boulevard", "rte": "route",
}  # fmt: skip
