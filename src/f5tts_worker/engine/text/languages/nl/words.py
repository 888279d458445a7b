"""Dutch abbreviations. Data only."""

# ruff: noqa: E501 - a row of a table is many short words

from collections.abc import Mapping

# Said as words; those of five letters and more are anyway.
ACRONYMS = (
    "ABBA ACER AIDS ALDI AMRO ARBO ASUS AVRO AXA AXE BENELUX CERN CITO COOP DAF DELA DIRK DUO ECCO ESSO FIAT FIOD FOMO HAVO HEMA IKEA KEMA KIKA LEGO MAVO NATO NAVO NIKE NIOD NUON "
    "OESO OMO OPEC OVAM PABO PISA PUMA RABO SAAB SARS SEAT SONY SPAR TEMU TOTO UNOX VARA VISA VITO VOKA VREG VUT YOLO ZARA ZOAB"
)
ANYWHERE: Mapping[str, str] = {
    "afd.": "afdeling", "kreat.": "creatinine", "vtg.": "voertuig", "vtgn.": "voertuigen", "w. v.": "waarvan", "afm.": "afmetingen", "bwj.": "bouwjaar", "Gld.": "Gelderland", "p/p": "per persoon", "p. p. p. n.": "per persoon per nacht", "t. e. a. b.": "tegen elk aannemelijk bod", "mej.": "mejuffrouw", "Hr.": "De heer", "hr.": "de heer", "m. v. g.": "met vriendelijke groet", "MSc": "M S C", "BSc": "B S C", "PhD": "P H D",
    "hfdst.": "hoofdstuk", "i. g. st.": "in goede staat", "i. z. g. st.": "in zeer goede staat", "z. g. st.": "zeer goede staat", "z. g. o. h.": "zeer goed onderhouden", "g. o. h.": "goed onderhouden", "eil.": "eiland", "Waddeneil.": "Waddeneilanden", "p/mnd": "per maand", "p/mnd.": "per maand", "p/wk": "per week", "p/jr": "per jaar", "p/jr.": "per jaar", "wv.": "waarvan", "p/d": "per dag", "p/n": "per nacht", "p/kg": "per kilo", "k. k.": "kosten koper", "v. o. n.": "vrij op naam", "n. b.": "nota bene", "N. B.": "Nota bene", "i. g. v.": "in geval van", "n. o. t. k.": "nader overeen te komen", "n. t. b.": "nader te bepalen", "stg.": "stichting", "Stg.": "Stichting", "afl.": "aflevering", "d. i.": "dat is", "e. o.": "en omgeving", "e. k.": "eerstkomende", "fa.": "firma", "geb.": "geboren", "gebr.": "gebroeders",
    "i. o.": "in overleg", "o. g. v.": "op grond van", "i. z.": "inzake", "plm.": "plusminus", "prov.": "provincie", "t. h. v.": "ter hoogte van", "t. l. v.": "ten laste van", "vlgs.": "volgens", "voorz.": "voorzitter",
    "wrsch.": "waarschijnlijk", "o. v.": "onder voorbehoud", "b. v. d.": "bij voorbaat dank", "bvd": "bij voorbaat dank", "idd": "inderdaad", "iig": "in ieder geval", "mss": "misschien", "wss": "waarschijnlijk", "gwn": "gewoon",
    "a. g. v.": "als gevolg van", "a. h. w.": "als het ware", "b. d.": "buiten dienst", "betr.": "betreffende", "c. s.": "cum suis", "cf.": "confer", "cfr.": "confer", "d. a. v.": "daaraanvolgend",
    "dgl.": "dergelijke", "dwz": "dat wil zeggen", "event.": "eventueel", "evt": "eventueel", "bijv": "bijvoorbeeld", "i. a. a.": "in afschrift aan", "i. c.": "in casu", "i. e.": "id est",
    "i. h. a.": "in het algemeen", "i. h. k. v.": "in het kader van", "i. k. v.": "in het kader van", "ihkv": "in het kader van", "ikv": "in het kader van", "i. m.": "in memoriam", "inz.": "inzonderheid", "i. o. m.": "in overleg met",
    "i. o. v.": "in opdracht van", "iov": "in opdracht van", "i. r. t.": "in relatie tot", "m. m. v.": "met medewerking van", "mbv": "met behulp van", "nl.": "namelijk", "n. l.": "namelijk", "nvdr": "noot van de redactie",
    "o. i.": "onzes inziens", "o. i. v.": "onder invloed van", "p/a": "per adres", "p. a.": "per annum", "plv.": "plaatsvervangend", "t. h. t.": "ten minste houdbaar tot", "tht": "ten minste houdbaar tot", "THT": "ten minste houdbaar tot",
    "t. w.": "te weten", "v. l. n. r.": "van links naar rechts", "v. r. n. l.": "van rechts naar links", "v. v.": "vice versa", "vs.": "versus", "z. g.": "zogenaamd", "ieg": "in elk geval", "igv": "in geval van", "ism": "in samenwerking met",
    "tnv": "ten name van", "wbt": "wat betreft", "w. b. t.": "wat betreft", "wvttk": "wat verder ter tafel komt", "w. v. t. t. k.": "wat verder ter tafel komt", "hvj": "hou van je", "suc6": "succes", "w8": "wacht", "vnv": "vanavond",
    "vert.": "vertaling", "pseud.": "pseudoniem",
    "t. k.": "te koop", "t. h.": "te huur", "v. g. g. v.": "van goede getuigschriften voorzien", "t. o.": "tegenover",
    "vb.": "voorbeeld", "opm.": "opmerking", "overl.": "overleden", "ref.": "referentie", "pat.": "patiënt", "ltr.": "liter", "p. n.": "per nacht", "p. w.": "per week", "p. u.": "per uur", "p. d.": "per dag",
    "per mnd.": "per maand", "per mnd": "per maand", "per wk.": "per week", "per wk": "per week", "per pers.": "per persoon", "per st.": "per stuk", "A'dam": "Amsterdam", "R'dam": "Rotterdam", "A'veen": "Amstelveen", "A'foort": "Amersfoort", "A'pen": "Antwerpen", "v/d": "van de", "t/o": "tegenover", "W. v. Sr.": "Wetboek van Strafrecht", "W. v. Sv.": "Wetboek van Strafvordering", "volw.": "volwassenen", "v/h": "van het",
    "rek. nr.": "rekeningnummer", "tel. nr.": "telefoonnummer", "art. nr.": "artikelnummer", "ref. nr.": "referentienummer", "artt.": "artikelen", "seiz.": "seizoen", "stb.": "staatsblad", "stcrt.": "staatscourant", "herz.": "herziene",
    "nr.": "nummer", "nrs.": "nummers",
    "bijv.": "bijvoorbeeld", "m. n.": "met name", "bv.": "bijvoorbeeld", "enz.": "enzovoort", "d. w. z.": "dat wil zeggen", "o. a.": "onder andere",
    "a. u. b.": "alstublieft", "m. b. t.": "met betrekking tot", "t. a. v.": "ten aanzien van", "t. w. v.": "ter waarde van", "v. a.": "vanaf", "m. b. v.": "met behulp van", "a. d. h. v.": "aan de hand van", "e. e. a.": "een en ander", "m. i.": "mijns inziens", "z. i.": "zijns inziens", "v. d.": "van de", "s. v. p.": "alstublieft", "p/st": "per stuk", "p/m": "per maand", "p/u": "per uur", "p/w": "per week", "p/j": "per jaar", "+/-": "plusminus", "fam.": "familie", "Fam.": "Familie", "mgr.": "monseigneur", "penn.": "penningmeester", "tgv": "ter gelegenheid van", "dmv": "door middel van", "nav": "naar aanleiding van", "tov": "ten opzichte van", "adhv": "aan de hand van", "ovv": "onder vermelding van", "o. v. v.": "onder vermelding van", "mvg": "met vriendelijke groet", "Mvg": "Met vriendelijke groet", "d. d.": "de dato", "dd.": "de dato", "i. v. m.": "in verband met",
    "t. o. v.": "ten opzichte van", "n. a. v.": "naar aanleiding van", "m. a. w.": "met andere woorden", "z. o. z.": "zie ommezijde", "z. s. m.": "zo snel mogelijk", "zsm": "zo snel mogelijk", "a. s.": "aanstaande", "t. g. v.": "ter gelegenheid van", "t. n. v.": "ten name van",
    "o. i. d.": "of iets dergelijks", "c. q.": "casu quo", "i. h. b.": "in het bijzonder", "t. b. v.": "ten behoeve van", "i. t. t.": "in tegenstelling tot", "o. m.": "onder meer", "e. v.": "en verder", "e. a.": "en anderen",
    "p. st.": "per stuk", "m. k.": "met kennisgeving",
    "t. e. m.": "tot en met", "t/m": "tot en met", "incl.": "inclusief", "excl.": "exclusief", "evt.": "eventueel", "resp.": "respectievelijk",
    "v. Chr.": "voor Christus", "n. Chr.": "na Christus", "dhr.": "de heer", "Dhr.": "De heer", "mevr.": "mevrouw", "Mevr.": "Mevrouw",
    "mw.": "mevrouw", "Mw.": "Mevrouw", "dr.": "dokter", "Dr.": "Dokter", "prof.": "professor", "Prof.": "Professor", "ir.": "ingenieur",
    "drs.": "doctorandus", "mr.": "meester", "ca.": "circa", "tel.": "telefoon", "Tel.": "Telefoon", "max.": "maximaal", "afb.": "afbeelding",
    "i. p. v.": "in plaats van", "o. l. v.": "onder leiding van", "e. d.": "en dergelijke", "etc.": "et cetera", "bijz.": "bijzonder",
    "jl.": "jongstleden", "ong.": "ongeveer", "St.": "Sint", "BV": "B V", "m. i. v.": "met ingang van", "i. s. m.": "in samenwerking met", "m. u. v.": "met uitzondering van", "b. g. g.": "bij geen gehoor", "t. z. t.": "te zijner tijd", "i. c. m.": "in combinatie met", "p. p.": "per persoon",
    "p. j.": "per jaar", "p. m.": "per maand", "n. v. t.": "niet van toepassing", "o. b. v.": "op basis van", "d. m. v.": "door middel van", "z. g. a. n.": "zo goed als nieuw", "w. o.": "waaronder", "gem.": "gemiddeld",
    "aug.": "augustus", "temp.": "temperatuur", "vgl.": "vergelijk", "zgn.": "zogenaamde", "zog.": "zogenaamde", "vnl.": "voornamelijk", "red.": "redactie", "tbv": "ten behoeve van", "mbt": "met betrekking tot",
    "ivm": "in verband met", "ipv": "in plaats van", "aub": "alstublieft", "svp": "alsjeblieft", "gld.": "gulden", "wnd.": "waarnemend", "secr.": "secretaris", "lic.": "licentiaat", "bijl.": "bijlage", "hs.": "handschrift", "gesl.": "gesloten", "rijbew.": "rijbewijs", "aanb.": "aanbieding",
}  # fmt: skip
BEFORE_NUMBERS: Mapping[str, str] = {
    "nr.": "nummer", "Nr.": "Nummer", "nrs.": "nummers", "blz.": "bladzijde", "p.": "pagina", "pag.": "pagina", "pp.": "pagina's", "fig.": "figuur",
    "cap.": "capaciteit", "opl.": "oplage", "gew.": "gewicht", "inh.": "inhoud", "verm.": "vermogen", "afst.": "afstand", "aant.": "aantal", "tot.": "totaal", "omtr.": "omtrek", "bouwj.": "bouwjaar", "perc.": "perceel",
    "hfst.": "hoofdstuk", "afb.": "afbeelding", "opg.": "opgave", "wk.": "week", "pt.": "punt", "nr": "nummer", "afl.": "aflevering", "wk": "week", "Wk": "Week", "par.": "paragraaf", "no.": "nummer", "art.": "artikel", "kw.": "kwartaal", "hs.": "huis", "tab.": "tabel", "mt.": "maat", "dl.": "deel", "hmp": "hectometerpaal", "zitpl.": "zitplaats", "bj.": "bouwjaar", "r.o.": "rechtsoverweging", "rov.": "rechtsoverweging", "mob.": "mobiel", "r.": "regel", "rr.": "regels", "Ps.": "Psalm", "Gen.": "Genesis", "Ex.": "Exodus", "Jes.": "Jesaja", "Mt.": "Matteüs", "Matt.": "Matteüs", "Mc.": "Marcus", "Luc.": "Lucas", "Lc.": "Lucas", "Joh.": "Johannes", "Hand.": "Handelingen", "Rom.": "Romeinen", "Kor.": "Korintiërs", "Openb.": "Openbaring", "opp.": "oppervlakte", "diam.": "diameter", "lft.": "leeftijd", "jrg.": "jaargang", "toest.": "toestel", "tst.": "toestel", "max": "maximaal", "ca": "circa", "form.": "formulier", "bijl.": "bijlage", "kol.": "kolom", "tbl.": "tabel", "afr.": "afrit", "lok.": "lokaal", "sp.": "spoor", "Sp.": "Spoor", "#": "nummer",
}  # fmt: skip
_TITLES: Mapping[str, str] = {
    "ds.": "dominee", "ing.": "ingenieur", "burg.": "burgemeester", "burgem.": "burgemeester", "zr.": "zuster", "br.": "broeder", "ri.": "richting",
    "jhr.": "jonkheer", "jkvr.": "jonkvrouw", "kol.": "kolonel", "lt.": "luitenant", "sgt.": "sergeant", "wed.": "weduwe",
    "dir.": "directeur", "kard.": "kardinaal", "pres.": "president", "adm.": "admiraal", "insp.": "inspecteur", "weth.": "wethouder", "gouv.": "gouverneur",
}  # fmt: skip
# In the names of streets they have a capital: "Burg. Roelenweg". Some are words where they have none.
BEFORE_NAMES: Mapping[str, str] = {
    **_TITLES,
    **{short.capitalize(): full.capitalize() for short, full in _TITLES.items()},
    "Gen.": "Generaal", "Nw.": "Nieuwe", "Past.": "Pastoor", "Kap.": "Kapitein", "Kan.": "Kanunnik", "Kon.": "Koning",
}  # fmt: skip
# Of the Netherlands and of Flanders, in brackets behind the name of a place.
PROVINCES: Mapping[str, str] = {
    "Gr.": "Groningen", "Gn.": "Groningen", "Fr.": "Friesland", "Fri.": "Friesland", "Dr.": "Drenthe", "Ov.": "Overijssel", "Fl.": "Flevoland", "Gld.": "Gelderland", "Utr.": "Utrecht",
    "N.-H.": "Noord-Holland", "N.H.": "Noord-Holland", "Z.-H.": "Zuid-Holland", "Z.H.": "Zuid-Holland", "Zld.": "Zeeland", "Zl.": "Zeeland", "N.-B.": "Noord-Brabant", "N.B.": "Noord-Brabant",
    "N.-Br.": "Noord-Brabant", "N.Br.": "Noord-Brabant", "L.": "Limburg", "Limb.": "Limburg", "Lb.": "Limburg", "Antw.": "Antwerpen", "O.-Vl.": "Oost-Vlaanderen", "W.-Vl.": "West-Vlaanderen",
    "Vl.-Br.": "Vlaams-Brabant", "Vl.-B.": "Vlaams-Brabant", "W.-Br.": "Waals-Brabant", "Lux.": "Luxemburg",
}  # fmt: skip
