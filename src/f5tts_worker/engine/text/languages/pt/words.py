"""Portuguese abbreviations, and the names that Roman numerals stand behind. Data only."""

# ruff: noqa: E501 - a row of a table is many short words

from collections.abc import Mapping

ANYWHERE: Mapping[str, str] = {
    "p. ex.": "por exemplo", "hab.": "habitantes", "etc.": "et cetera", "a. C.": "antes de Cristo", "d. C.": "depois de Cristo", "Sr.": "senhor", "Sra.": "senhora",
    "Srta.": "senhorita", "Srs.": "senhores", "Dr.": "doutor", "Dra.": "doutora", "Prof.": "professor", "Profa.": "professora",
    "Exmo.": "excelentíssimo", "Av.": "avenida", "av.": "avenida", "tel.": "telefone", "Tel.": "telefone", "aprox.": "aproximadamente",
    "máx.": "máximo", "mín.": "mínimo", "vs.": "versus", "Ltda.": "limitada", "Lda.": "limitada", "S. A.": "S A", "ed.": "edição",
    "apto.": "apartamento", "dto.": "direito", "esq.": "esquerdo", "Cia.": "companhia", "obs.": "observação", "Vossa Exa.": "Vossa Excelência",
    "V. Exa.": "Vossa Excelência", "séc.": "século", "incl.": "incluído", "ref.": "referência", "temp.": "temperatura", "vc": "você", "vcs": "vocês", "mto": "muito", "td": "tudo", "tds": "todos", "vlw": "valeu", "msm": "mesmo", "dps": "depois", "oq": "o que", "cmg": "comigo", "obg": "obrigado", "bjs": "beijos", "tb": "também", "tbm": "também", "pq": "porque", "qdo": "quando", "hj": "hoje", "blz": "beleza",
    "bl.": "bloco", "cj.": "conjunto", "depto.": "departamento", "gov.": "governador", "pres.": "presidente", "qtd.": "quantidade", "atte.": "atenciosamente", "Ilmo.": "ilustríssimo", "Pça.": "praça", "Trav.": "travessa",
    "Eng.º": "engenheiro", "Eng.ª": "engenheira", "Engº": "engenheiro", "Engª": "engenheira", "Eng.o": "engenheiro", "Eng.a": "engenheira", "Arq.º": "arquiteto", "Arq.ª": "arquiteta", "Sr.ª": "senhora", "Srª": "senhora", "Dr.ª": "doutora", "Drª": "doutora",
    "Dr.º": "doutor", "Prof.ª": "professora", "Profª": "professora", "Prof.º": "professor", "Enf.ª": "enfermeira", "Enf.º": "enfermeiro", "Ex.ª": "Excelência", "Ex.as": "Excelências", "V. Ex.ª": "Vossa Excelência", "V. Exª": "Vossa Excelência", "V. Ex.as": "Vossas Excelências", "V. Ex.ªs": "Vossas Excelências", "V. Exas.": "Vossas Excelências",
    "V. S.ª": "Vossa Senhoria", "V. Sª": "Vossa Senhoria", "V. Sa.": "Vossa Senhoria", "V. S.as": "Vossas Senhorias", "S. Ex.ª": "Sua Excelência", "S. Exa.": "Sua Excelência", "Sras.": "senhoras", "Drs.": "doutores", "Dras.": "doutoras", "Profs.": "professores", "Exma.": "excelentíssima", "Exmos.": "excelentíssimos", "Exmas.": "excelentíssimas",
    "Exm.º": "excelentíssimo", "Exm.ª": "excelentíssima", "Ilma.": "ilustríssima", "Ilmos.": "ilustríssimos", "Il.mo": "ilustríssimo", "D.ª": "dona", "mov.": "movimento", "cód.": "código", "Cód.": "código", "S/N": "sem número", "s/n": "sem número", "s/nº": "sem número", "s/n.º": "sem número", "R/C": "rés do chão", "r/c": "rés do chão",
    "A/C": "aos cuidados de", "Lgo.": "largo", "Pq.": "parque", "Jd.": "jardim", "Qd.": "quadra", "Lj.": "loja", "Tv.": "travessa", "Univ.": "universidade", "Fac.": "faculdade", "Inst.": "instituto", "Calç.": "calçada", "Urb.": "urbanização", "Coord.": "coordenação", "Dir.": "direção",
    "qnd": "quando", "vdd": "verdade", "ngm": "ninguém", "fds": "fim de semana", "abç": "abraço", "abçs": "abraços", "flw": "falou", "tmj": "tamo junto", "pfv": "por favor", "sdds": "saudades", "sqn": "só que não", "mds": "meu Deus", "ctg": "contigo", "dms": "demais", "gnt": "gente", "qq": "qualquer", "hrs": "horas", "bjo": "beijo", "bj": "beijo",
    "tam.": "tamanho", "larg.": "largura", "alt.": "altura", "diâm.": "diâmetro", "espess.": "espessura", "líq.": "líquido", "cond.": "condomínio", "mens.": "mensal", "N. Sra.": "Nossa Senhora", "N. Srª": "Nossa Senhora", "N. Sr.ª": "Nossa Senhora", "Nª Sra.": "Nossa Senhora", "N.ª Sra.": "Nossa Senhora", "N.ª Sr.ª": "Nossa Senhora", "Nª Srª": "Nossa Senhora",
    "déc.": "década", "+/-": "mais ou menos", "Att.": "atenciosamente", "att.": "atenciosamente", "trim.": "trimestre", "bim.": "bimestre", "cf.": "confira", "e ss.": "e seguintes", "e segs.": "e seguintes", "vd.": "vide", "q. b.": "quanto baste", "trad.": "tradução", "org.": "organização", "orgs.": "organizadores", "i. e.": "isto é", "s. d.": "sem data", "nasc.": "nascido", "op. cit.": "obra citada", "loc. cit.": "lugar citado",
    "sécs.": "séculos", "caps.": "capítulos", "núms.": "números", "tels.": "telefones", "qtde.": "quantidade", "ilustr.": "ilustrações", "bibliogr.": "bibliografia", "sábs.": "sábados", "doms.": "domingos", "segs.": "segundas", "sextas-f.": "sextas-feiras",
    "N. da R.": "nota da redação", "N. do R.": "nota do redator", "N. do T.": "nota do tradutor", "N. da T.": "nota da tradutora", "N. do E.": "nota do editor", "N. da E.": "nota da editora", "N. do A.": "nota do autor", "N. da A.": "nota da autora",
    "s. f. f.": "se faz favor", "S. F. F.": "se faz favor", "sff": "se faz favor", "unit.": "unitário", "unid.": "unidade", "desc.": "desconto", "ajust.": "ajustável", "cx.": "caixa", "pct.": "pacote", "emb.": "embalagem", "prob.": "probabilidade", "Estr.": "estrada", "Est. Nac.": "estrada nacional", "Rod.": "rodovia", "Al.": "alameda", "Jr.": "júnior", "méd.": "médio",
}  # fmt: skip
BEFORE_NUMBERS: Mapping[str, str] = {
    "carr.": "carruagem",
    "n.os": "números", "N.os": "números", "nºs": "números", "n.ºs": "números", "nos.": "números", "esc.": "escala", "n.": "número", "vers.": "versículo", "vv.": "versículos", "tít.": "título", "parág.": "parágrafo", "t.": "tomo", "fl.": "folha", "fls.": "folhas", "cód.": "código", "Km": "quilômetro", "qd.": "quadra", "lt.": "lote", "lj.": "loja", "mod.": "modelo",
    "n.º": "número", "nº": "número", "N.º": "número", "Nº": "número", "n°": "número", "N°": "número", "núm.": "número", "pág.": "página",
    "págs.": "páginas", "p.": "página", "pp.": "páginas", "fig.": "figura", "cap.": "capítulo", "art.": "artigo", "arts.": "artigos", "vol.": "volume", "ap.": "apartamento", "plat.": "plataforma", "cel.": "celular", "tab.": "tabela", "Ex.": "exemplo", "ep.": "episódio", "lat.": "latitude", "long.": "longitude", "eps.": "episódios", "ag.": "agência", "Ø": "diâmetro", "#": "número",
}  # fmt: skip
BEFORE_NAMES: Mapping[str, str] = {"D.": "dom", "Sto.": "santo", "Sta.": "santa", "Eng.": "engenheiro", "Pe.": "padre", "pe.": "padre", "Gen.": "general",
                 "Cap.": "capitão", "Arq.": "arquiteto", "Cel.": "coronel", "Maj.": "major", "Ten.": "tenente", "Sgt.": "sargento", "Mons.": "monsenhor", "Fr.": "frei", "Rev.": "reverendo", "Ir.": "irmão", "Dep.": "deputado", "Sen.": "senador", "Ver.": "vereador", "Min.": "ministro", "Enf.": "enfermeiro", "Alm.": "almirante", "Ed.": "edifício", "Des.": "desembargador"}  # fmt: skip
NUMBERED = (
    "séculos?|sécs?\\.|vols?\\.|caps?\\.|capítulos?|tomos?|atos?|actos?|cenas?|livros?|partes?|volumes?|títulos?|seção|seções|secção|secções|artigos?|tipos?|fases?|guerra mundial|anexos?|incisos?|"
    "incs?\\.|grupos?|nível|níveis|classes?|categorias?|módulos?|zonas?|quadros?|salas?|vitrinas?|vitrines?|pavilhão|pavilhões|blocos?|alas?|andar|etapas?|estágios?|cantos?|apêndices?|lição|lições|sessão|sessões|ciclos?|região|regiões|regimento|setor|sector|fator|factor|unidades?|temporadas?|episódios?|estação|dinastia|edição"
)
REGNAL = (
    "(?<=\\bpapa )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\brei )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\brainha )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bimperador )[A-ZÀ-Þ][^\\W\\d_]+|"
    "Afonso|Alexandre|Bento|Carlos|Catarina|Clemente|Dinis|Duarte|Eduardo|Elizabeth|Fernando|Filipe|Francisco|Frederico|Gregório|Guilherme|"
    "Concílio Vaticano|Vaticano|Henrique|Inocêncio|Isabel|João|João Paulo|Jorge|José|Leão|Leopoldo|Luís|Luiz|Manuel|Maria|Miguel|Napoleão|Nicolau|Paulo|Pedro|Pio|"
    "Ramsés|Ricardo|Sancho|Sebastião|Urbano|Vítor Emanuel"
)
SAINTS = (
    "Bartolomeu|Bento|Bernardo|Bernardino|Brás|Caetano|Camilo|Cipriano|Cosme|Cristóvão|Dâmaso|Domingos|Félix|Filipe|Francisco|Gabriel|Gens|Gonçalo|Gregório|Jerónimo|Jerônimo|João|Jorge|José|"
    "Judas|Julião|Leonardo|Lourenço|Lucas|Luís|Mamede|Marçal|Marcos|Martim|Martinho|Mateus|Miguel|Nicolau|Pantaleão|Paulo|Pedro|Rafael|Romão|Roque|Salvador|Sebastião|Silvestre|Simão|Teotónio|"
    "Tiago|Tomás|Tomé|Torcato|Valentim|Veríssimo|Vicente|Vítor"
)
SAINTS_IN_VOWEL = "Agostinho|Aleixo|Amaro|André|Antônio|António|Elói|Estevão|Estêvão|Expedito|Hilário|Ildefonso|Inácio|Isidoro|Isidro|Onofre|Ovídio"
# Those of fewer than five letters, which would be spelled, and others that are said as words.
ACRONYMS = (
    "ABIN ANAC ASAE BOPE CADE CEP COB CRAS ENEM ETAR FIES FIPE FNAC GOL IBAN IMI INE INEM INEP INPE IPEA IVA MAM MASP MEC MERCOSUL NATO NIF ONG ONU OPEP OTAN OVNI PETROBRAS PIB "
    "PIS PSOL PUC SAMU SEF SESC SIC SIDA SISU SUS TAC TAP UERJ UFBA UPA USP"
)
