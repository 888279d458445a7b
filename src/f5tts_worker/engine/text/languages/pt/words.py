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
    "Rod.": "rodovia", "Al.": "alameda", "Jr.": "júnior", "méd.": "médio",
}  # fmt: skip
BEFORE_NUMBERS: Mapping[str, str] = {
    "t.": "tomo",
    "n.º": "número", "nº": "número", "N.º": "número", "Nº": "número", "n°": "número", "N°": "número", "núm.": "número", "pág.": "página",
    "págs.": "páginas", "p.": "página", "pp.": "páginas", "fig.": "figura", "cap.": "capítulo", "art.": "artigo", "arts.": "artigos", "vol.": "volume", "ap.": "apartamento", "plat.": "plataforma", "cel.": "celular", "tab.": "tabela", "Ex.": "exemplo", "Ø": "diâmetro", "#": "número",
}  # fmt: skip
BEFORE_NAMES: Mapping[str, str] = {"D.": "dom", "Sto.": "santo", "Sta.": "santa", "Eng.": "engenheiro", "Pe.": "padre", "pe.": "padre", "Gen.": "general",
                 "Cap.": "capitão", "Des.": "desembargador"}  # fmt: skip
NUMBERED = "século|séculos|séc\\.|vol\\.|cap\\.|capítulo|tomo|ato|acto|cena|livro|parte|volume|título|seção|secção|artigo|tipo|fase|guerra mundial|anexo|incisos?|incs?\\.|grupo|nível|classe|categoria|módulo|zona|quadro"
REGNAL = (
    "(?<=\\bpapa )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\brei )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\brainha )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bimperador )[A-ZÀ-Þ][^\\W\\d_]+|"
    "Afonso|Alexandre|Bento|Carlos|Catarina|Clemente|Dinis|Duarte|Eduardo|Elizabeth|Fernando|Filipe|Francisco|Frederico|Gregório|Guilherme|"
    "Concílio Vaticano|Vaticano|Henrique|Inocêncio|Isabel|João|João Paulo|Jorge|José|Leão|Leopoldo|Luís|Luiz|Manuel|Maria|Miguel|Napoleão|Nicolau|Paulo|Pedro|Pio|"
    "Ramsés|Ricardo|Sancho|Sebastião|Urbano|Vítor Emanuel"
)
SAINTS = "Bento|Bernardo|Francisco|Gonçalo|Jerónimo|Jerônimo|João|Jorge|José|Judas|Lourenço|Lucas|Luís|Marcos|Martinho|Mateus|Miguel|Paulo|Pedro|Sebastião|Tiago|Vicente"
