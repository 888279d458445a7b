"""English abbreviations and what is said for them. Data only: one with a full stop may be capitalised."""

# ruff: noqa: E501 - a row of the table is one kind

from collections.abc import Mapping

from f5tts_worker.engine.text.reading.abbreviations import capitalised

# States as newspapers shorten them, behind a comma or a party: "Tucson, Ariz.", "D-Ariz.".
STATES_SHORT: Mapping[str, str] = {
    "Ala.": "Alabama", "Ariz.": "Arizona", "Ark.": "Arkansas", "Calif.": "California", "Colo.": "Colorado",
    "Conn.": "Connecticut", "Del.": "Delaware", "Fla.": "Florida", "Ga.": "Georgia", "Ill.": "Illinois", "Ind.": "Indiana",
    "Kan.": "Kansas", "Ky.": "Kentucky", "La.": "Louisiana", "Md.": "Maryland", "Mass.": "Massachusetts",
    "Mich.": "Michigan", "Minn.": "Minnesota", "Miss.": "Mississippi", "Mo.": "Missouri", "Mont.": "Montana",
    "Neb.": "Nebraska", "Nev.": "Nevada", "N.H.": "New Hampshire", "N.J.": "New Jersey", "N.M.": "New Mexico",
    "N.Y.": "New York", "N.C.": "North Carolina", "N.D.": "North Dakota", "Okla.": "Oklahoma", "Ore.": "Oregon",
    "Pa.": "Pennsylvania", "R.I.": "Rhode Island", "S.C.": "South Carolina", "S.D.": "South Dakota", "Tenn.": "Tennessee",
    "Tex.": "Texas", "Vt.": "Vermont", "Va.": "Virginia", "Wash.": "Washington", "W.Va.": "West Virginia",
    "Wis.": "Wisconsin", "Wyo.": "Wyoming", "Ont.": "Ontario", "Que.": "Quebec", "B.C.": "British Columbia",
}  # fmt: skip
# As people write to each other.
CHAT: Mapping[str, str] = {
    "gr8": "great", "b4": "before", "l8r": "later", "l8": "late", "m8": "mate", "w8": "wait", "h8": "hate", "2nite": "tonight",
    "2day": "today", "2moro": "tomorrow", "str8": "straight", "pls": "please", "plz": "please", "thx": "thanks",
    "tmrw": "tomorrow", "msg": "message", "lvl": "level", "ppl": "people", "btwn": "between", "abt": "about", "mtg": "meeting", "txt": "text", "wknd": "weekend", "bday": "birthday", "hbd": "H B D", "govt": "government", "dept": "department",
    "mgmt": "management", "mkt": "market", "mgr": "manager", "imo": "I M O", "fyi": "F Y I", "gg": "G G", "imho": "I M H O", "idk": "I D K", "idc": "I D C", "idek": "I D E K", "irl": "I R L", "fwiw": "F W I W", "ily": "I L Y", "icymi": "I C Y M I", "afk": "A F K", "smth": "something", "ikr": "I K R", "afaik": "A F A I K",
    "iirc": "I I R C", "omg": "O M G", "omw": "O M W", "rn": "R N", "pw": "password", "wkly": "weekly", "mthly": "monthly", "qtrly": "quarterly", "wk": "week", "hr": "hour", "yr": "year", "thru": "through", "im": "I'm", "lg": "large", "ttyl": "T T Y L", "eod": "E O D", "wfh": "W F H", "ofc": "of course", "bs": "B S", "jk": "J K", "np": "N P", "ty": "T Y", "tv": "T V", "aka": "A K A",
}  # fmt: skip
# What ends a sentence or can be a word on its own is an abbreviation only where its look-arounds say so.
TITLES: Mapping[str, str] = {
    "Cllr.": "Councillor", "Cdr": "Commander", "Cdr.": "Commander", "Cmdr": "Commander", "Revd": "Reverend", "Revd.": "Reverend", "Rt Revd": "Right Reverend", "Rt. Revd": "Right Reverend", "Rt. Rev.": "Right Reverend", "Rt Rev": "Right Reverend",
    "Very Revd": "Very Reverend", "Ven.": "Venerable", "Rt Hon": "Right Honourable", "Rt Hon.": "Right Honourable", "Rt. Hon.": "Right Honourable", "Hon Sec": "Honorary Secretary", "the Hon": "the Honourable", "The Hon": "The Honourable", "Flt Lt": "Flight Lieutenant", "Sqn Ldr": "Squadron Leader",
    "Wing Cdr": "Wing Commander", "Wg Cdr": "Wing Commander", "Gp Capt": "Group Captain", "Sgt Maj": "Sergeant Major", "Maj Gen": "Major General", "Maj Gen.": "Major General", "Lt Gen": "Lieutenant General", "Brig Gen": "Brigadier General", "Lt Col": "Lieutenant Colonel",
    "L/Cpl": "Lance Corporal", "Maj": "Major", "Col": "Colonel", "Fr": "Father", "Insp": "Inspector", "Supt": "Superintendent", "Nr": "Near", "nr": "near", "nr.": "near",
    "Mr.": "Mister", "Mrs.": "Missus", "Ms.": "Miz", "Prof.": "Professor", "Gen.": "General", "Sen.": "Senator",
    "Rep.": "Representative", "Gov.": "Governor", "Gens.": "Generals", "Capt.": "Captain", "Lt.": "Lieutenant", "Sgt.": "Sergeant",
    "Col.": "Colonel", "Maj.": "Major", "Cmdr.": "Commander", "Adm.": "Admiral", "Rev.": "Reverend",
    "Hon.": "Honorable", "Pres.": "President", "Mt.": "Mount", "Ft.": "Fort", "Fr.": "Father",
    "Atty.": "Attorney", "Ofc.": "Officer", "Wm.": "William", "Chas.": "Charles", "Geo.": "George", "Thos.": "Thomas", "Jas.": "James", "Robt.": "Robert", "Asst.": "Assistant", "Det.": "Detective", "Insp.": "Inspector", "Const.": "Constable", "Brig.": "Brigadier",
    "Sec.": "Secretary", "Dir.": "Director", "Ald.": "Alderman", "Cllr": "Councillor", "Sens.": "Senators",
    "Reps.": "Representatives", "Drs.": "Doctors", "Profs.": "Professors", "Messrs.": "Messers", "Mme.": "Madame", "Mlle.": "Mademoiselle",
    "Sgt": "Sergeant", "Lt": "Lieutenant", "Capt": "Captain", "Cpl": "Corporal", "Rev": "Reverend", "Mt": "Mount", "Ft": "Fort",
    "Msgr.": "Monsignor", "Pvt.": "Private", "Cpl.": "Corporal", "Supt.": "Superintendent", "Amb.": "Ambassador",
    "Mr": "Mister", "Mrs": "Missus", "Ms": "Miz", "Dr": "Doctor", "Prof": "Professor",
}  # fmt: skip
GENERATIONS: Mapping[str, str] = {"Jr.": "Junior", "Sr.": "Senior", "Jr": "Junior"}
AFTER_NAMES: Mapping[str, str] = {
    "Inc.": "Incorporated", "Ltd.": "Limited", "Co.": "Company",
    "Corp.": "Corporation", "Bros.": "Brothers", "Ave.": "Avenue", "Blvd.": "Boulevard", "Rd.": "Road",
    "Ln.": "Lane", "Hwy.": "Highway", "Pkwy.": "Parkway", "Sq.": "Square", "Pl.": "Place",
    "Univ.": "University", "Bn.": "Battalion", "Bn": "Battalion", "Regt.": "Regiment", "Regt": "Regiment", "Dept.": "Department", "Ave": "Avenue", "Blvd": "Boulevard", "Rd": "Road",
}  # fmt: skip
BEFORE_NUMBERS: Mapping[str, str] = capitalised({
    "no.": "number", "nos.": "numbers", "No.": "number", "Nos.": "numbers", "№": "number",
    "pp.": "pages", "pg.": "page", "ch.": "chapter",
    "chap.": "chapter", "vol.": "volume", "vols.": "volumes",
    "fig.": "figure", "figs.": "figures",
    "sec.": "section", "Sect.": "Section", "art.": "article", "eq.": "equation",
    "tab.": "table", "ext.": "extension",
    "apt.": "apartment", "ste.": "suite", "ca.": "circa",
    "para.": "paragraph", "op.": "opus", "ver.": "version", "rm.": "room",
    "bldg.": "building", "ll.": "lines", "§": "section", "§§": "sections",
    "¶": "paragraph", "fn.": "footnote", "tbl.": "table", "eqs.": "equations", "ln.": "line", "sc.": "scene",
    "approx.": "approximately", "mm.": "measures",
    "Apt": "Apartment", "apt": "apartment", "Ste": "Suite", "Bldg": "Building", "Rm": "Room", "Fig": "Figure",
    "Dist.": "District", "lv.": "level", "Lv": "Level", "Lvl": "Level", "plat.": "platform",
    "mi.": "mile", "sz.": "size", "Sz": "Size", "fl.": "flourished",
    "Mk.": "Mark", "Mk": "Mark", "Trk.": "Track", "trk.": "track", "Hwy": "Highway", "Rte": "Route",
    "cat.": "category", "ep.": "episode", "lvl.": "level",
    "Bk.": "Book", "Hob.": "Hoboken", "App.": "Appendix", "Div.": "Division", "Rte.": "Route", "Rt.": "Route", "Blk.": "Block", "Blk": "Block", "Fl.": "Floor",
    "cl.": "clause", "Reg.": "Regulation", "Sched.": "Schedule", "qty.": "quantity",
    "wt.": "weight", "ht.": "height", "Ph.": "Phone", "Gr.": "Grade",
    "ref.": "reference", "appx.": "appendix", "rev.": "revision", "iss.": "issue", "chs.": "chapters", "secs.": "sections", "ps.": "psalm", "nn.": "notes", "vv.": "verses", "flt.": "flight", "inv.": "invoice", "inv": "invoice", "Inv": "Invoice", "pt.": "part", "ex.": "example",
}) | {  # an initial ends many a sentence: "vitamin D. 10 minutes"
    "blk": "block", "ext": "extension", "Ext": "Extension", "wt": "weight", "Wt": "Weight", "s.": "section", "ss.": "sections", "Pts": "points", "Pts:": "points:", "Sc.": "Scene", "p.": "page", "P.": "Page", "c.": "circa", "col.": "column", "cols.": "columns", "¶¶": "paragraphs", "l.": "line", "b.": "born", "d.": "died", "r.": "reigned", "v.": "version", "ed.": "edition",
}  # fmt: skip
BEFORE_LETTERS: Mapping[str, str] = {
    short: BEFORE_NUMBERS[short]
    for short in ("Apt.", "Apt", "App.", "Appx.", "Bldg.", "Bldg", "Blk.", "Cat.", "Div.", "Fig.", "Figs.", "Gr.", "Pt.", "Rm.", "Sched.", "Sec.", "Sect.", "Ste.", "Vol.")
} | {"Vit.": "Vitamin", "vit.": "vitamin", "Ex.": "Exhibit", "Exh.": "Exhibit", "Terr.": "Terrace"}  # fmt: skip
CLINICAL: Mapping[str, str] = {"hx": "history", "dx": "diagnosis", "tx": "treatment", "sx": "symptoms"}
BEFORE_FIRST: Mapping[str, str] = {
    short: BEFORE_NUMBERS[short]
    for short in ("Art.", "Ch.", "ch.", "Ep.", "ep.", "Chap.", "chap.", "Fig.", "Pt.", "Sc.", "Sec.", "Sect.", "Vol.", "vol.")
}  # fmt: skip
# What is an abbreviation only where the sentence goes on behind it: many are words too.
# Behind a number of them: "1 lge onion", "2 pkts yeast".
BEHIND_NUMBERS: Mapping[str, str] = {
    "lge": "large", "lrg": "large", "lg": "large", "sml": "small", "sm": "small", "med": "medium", "pkt": "packet", "pkts": "packets", "btl": "bottle", "btls": "bottles", "bnch": "bunch", "ctn": "carton", "ctns": "cartons",
    "vols.": "volumes", "vols": "volumes", "figs.": "figures", "figs": "figures", "bdrms": "bedrooms", "bdrm": "bedroom", "br": "bedroom", "ba": "bath", "pgs": "pages", "tins": "tins", "pr": "pair", "prs": "pairs", "pk": "pack", "pks": "packs",
}  # fmt: skip
SHORTENED: Mapping[str, str] = {
    "nr.": "near", "illus.": "illustrated", "sgl.": "single", "dbl.": "double",
    "tech.": "technical", "temp.": "temperature", "Temp.": "Temperature", "med.": "medium", "max.": "maximum", "min.": "minimum",
    "Dep.": "Departs", "Wt.": "Weight", "Ht.": "Height", "Arr.": "Arrives", "Dist.": "Distance", "Freq.": "Frequency", "Exp.": "Expires", "Std.": "Standard",
    "Pop.": "Population", "Prev.": "Previous", "Diam.": "Diameter", "Equiv.": "Equivalent", "Max.": "Maximum", "Min.": "Minimum", "Avg.": "Average",
    "abbr.": "abbreviation", "addl.": "additional", "addn.": "addition", "alt.": "alternative", "anon.": "anonymous", "arr.": "arrives",
    "bal.": "balance", "cert.": "certificate", "conf.": "conference", "ctr.": "center", "ctrs.": "centers", "deg.": "degrees",
    "dep.": "departs", "diam.": "diameter", "dia.": "diameter", "diff.": "difference", "disc.": "discount", "dist.": "distance", "edn.": "edition",
    "eds.": "editors", "equiv.": "equivalent", "esp.": "especially", "exc.": "except", "exp.": "expires", "freq.": "frequency",
    "fwd.": "forward", "grad.": "graduate", "hosp.": "hospital", "ins.": "insurance", "inst.": "institute", "intro.": "introduction",
    "jct.": "junction", "maint.": "maintenance", "mkt.": "market", "mkts.": "markets", "mtn.": "mountain", "mtns.": "mountains", "mts.": "mountains",
    "neg.": "negative", "obs.": "observations", "opp.": "opposite", "opt.": "optional", "org.": "organization", "pat.": "patent", "pct.": "percent",
    "pd.": "paid", "perm.": "permanent", "pop.": "population", "pos.": "position", "poss.": "possibly", "pref.": "preferably", "prelim.": "preliminary",
    "prev.": "previous", "proj.": "project", "pub.": "published", "qtr.": "quarter", "qtrs.": "quarters", "rec.": "recommended", "reg.": "regular",
    "resp.": "respectively", "ret.": "retired", "rev.": "revised", "sched.": "scheduled", "specs.": "specifications", "std.": "standard",
    "suppl.": "supplement", "trans.": "translated", "transl.": "translated", "univ.": "university", "usu.": "usually", "yr.": "year",
    "wk.": "week", "mo.": "month", "hr.": "hour", "hwys.": "highways", "lbs.": "pounds", "auth.": "authorized", "comm.": "committee", "cond.": "condition",
    "corp.": "corporation", "del.": "delivery", "dir.": "director", "ed.": "edited", "eng.": "engineering", "gen.": "general", "ind.": "industrial",
    "jr.": "junior", "sr.": "senior", "lib.": "library", "mng.": "managing", "nec.": "necessary", "occ.": "occasionally", "oz.": "ounces",
    "para.": "paragraph", "rep.": "representative", "sci.": "science", "soc.": "society", "stat.": "statistics", "subj.": "subject", "svc.": "service",
    "svcs.": "services", "terr.": "territory", "var.": "variety", "vert.": "vertical", "horiz.": "horizontal",
}  # fmt: skip
PHRASES: Mapping[str, str] = capitalised({
    "Pub. L.": "Public Law",  "m.p.h.": "miles per hour", "m.p.g.": "miles per gallon", "k.p.h.": "kilometres per hour", "r.p.m.": "RPM", "lg.": "large", "sm.": "small", "hwy": "highway", "hwy.": "highway", "stn.": "station",
    "Y/Y": "year over year", "Q/Q": "quarter over quarter", "M/M": "month over month", "HbA1c": "H B A one C",
    "subsec.": "subsection", "subsecs.": "subsections", "acct": "account", "SpO2": "S P O two",
    "b/w": "between", "f/u": "follow-up", "c/o": "care of", "h/o": "history of", "s/p": "status post", "Esq.": "Esquire", "mvt.": "movement",
    "hr.": "hour", "yr.": "year", "wk.": "week",
    "flr": "floor", "Flr": "Floor", "flrs": "floors", "Flrs": "Floors", "a/c": "account", "A/c": "Account", "a/cs": "accounts", "VAT no.": "VAT number", "M/s.": "Messrs", "M/s": "Messrs", "M/S.": "Messrs", "VAT No.": "VAT Number", "gdn": "garden", "gdns": "gardens", "gge": "garage", "bank hols": "bank holidays", "bank hols.": "bank holidays",
    "Qty": "quantity", "qty": "quantity", "Amt": "amount", "amt": "amount",
    "vs.": "versus", "vs": "versus", "e.g.": "for example", "eg.": "for example",
    "i.e.": "that is", "ie.": "that is", "etc.": "et cetera",
    "cf.": "compare", "viz.": "namely", "approx.": "approximately",
    "dept.": "department", "govt.": "government", "est.": "estimated", "Est.": "Established",
    "incl.": "including", "excl.": "excluding", "avg.": "average", "avg": "average", "avail.": "available",
    "misc.": "miscellaneous", "educ.": "education", "pbk": "paperback", "pbk.": "paperback", "hbk": "hardback", "hbk.": "hardback", "wkdays": "weekdays", "wkends": "weekends", "tel.": "telephone",
    "Ph.D.": "P H D", "PhD": "P H D", "PhDs": "P H Ds", "pH": "P H", "a.k.a.": "AKA", "w/": "with ", "w/o": "without", "w/in": "within", "anniv.": "anniversary", "W/": "With ", "ltd.": "limited", "elev.": "elevation", "b/c": "because", "Assn.": "Association",
    "intl.": "international", "Sept.": "September", "Tues.": "Tuesday",
    "Weds.": "Wednesday", "Thurs.": "Thursday", "mgr.": "manager", "asst.": "assistant", "orig.": "originally",
    "Jan.": "January", "Feb.": "February", "Apr.": "April", "Aug.": "August", "Sep.": "September",
    "Oct.": "October", "Nov.": "November", "Dec.": "December", "hrs.": "hours", "yrs.": "years", "lbs.": "pounds",
    "a.m.": "a m", "p.m.": "p m", "ASAP": "ASAP", "YoY": "year over year", "QoQ": "quarter over quarter", "MoM": "month over month", "y/y": "year over year",
    "q/q": "quarter over quarter", "m/m": "month over month", "YTD": "year to date", "ea.": "each", "doz.": "dozen",
    "pkg.": "package", "pkgs.": "packages", "acct.": "account", "appt.": "appointment", "attn.": "attention", "attn": "attention", "Attn": "Attention",
    "appt": "appointment", "appts": "appointments", "appts.": "appointments", "req'd": "required", "gov't": "government", "Gov't": "Government", "dep't": "department", "Dep't": "Department", "ass'n": "association", "Ass'n": "Association", "reg'd": "registered", "sec'y": "secretary", "comm'n": "commission", "King's X": "King's Cross", "Kings X": "Kings Cross", "Charing X": "Charing Cross",
    "amt.": "amount", "assoc.": "associate", "cont.": "continued", "cont'd": "continued", "encl.": "enclosed",
    "mfg.": "manufacturing", "mtg.": "meeting", "nat'l": "national", "int'l": "international", "natl.": "national",
    "prob.": "probably", "atty.": "attorney", "attys.": "attorneys", "recd.": "received", "rec'd": "received", "%ile": "percentile", "%iles": "percentiles", "req.": "required", "conc.": "concessions", "bldg.": "building",
    "blvd.": "boulevard", "ave.": "avenue", "Ter.": "Terrace", "Cir.": "Circle", "Twp.": "Township", "Cty.": "County",
    "Rx": "RX", "Rev'd": "Reverend", "Revd": "Reverend", "&c.": "et cetera", "ibid.": "ibid", "Lt.-Col.": "Lieutenant Colonel", "Lt-Col": "Lieutenant Colonel", "Lt. Col.": "Lieutenant Colonel", "Maj.-Gen.": "Major General", "Maj-Gen": "Major General", "Lt.-Gen.": "Lieutenant General", "Lt-Gen": "Lieutenant General", "Brig.-Gen.": "Brigadier General", "Sec.-Gen.": "Secretary General", "Sec-Gen": "Secretary General", "grid ref.": "grid reference", "grid ref": "grid reference", "Rt Hon.": "Right Honourable", "Rt. Hon.": "Right Honourable", "Rt Hon": "Right Honourable", "Rt Revd.": "Right Reverend", "Rt. Revd.": "Right Reverend", "Rt Revd": "Right Reverend", "concs.": "concessions", "concs": "concessions", "accts.": "accounts", "accts": "accounts", "Op. posth.": "Opus posthumous", "op. posth.": "opus posthumous", "a.e.t.": "after extra time",
}) | {"al.": "al"}  # fmt: skip
