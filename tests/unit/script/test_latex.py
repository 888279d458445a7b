"""LaTeX as language models and papers write it, and what is read of it."""

# ruff: noqa: RUF001 - mathematical signs are meant

import pytest

from f5tts_worker.script.readable import readable

SHOWN = [
    (
        r"The formula is $E = mc^2$ and the area is \( \pi r^2 \).",
        "The formula is E = mc^2 and the area is π r^2.",
    ),
    (
        r"So \[ x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a} \] for every a.",
        "So x = (-b ± √(b^2 - 4ac))/2a for every a.",
    ),
    (r"$\sum_{i=1}^{n} i = \frac{n(n+1)}{2}$ for $n \geq 1$", "∑[i=1…n] i = n(n+1)/2 for n ≥ 1"),
    (r"$\int_0^1 x \, dx \neq \prod_{k \in K} a_{max}$", "∫[0…1] x dx ≠ ∏[k ∈ K] a max"),
    (r"$45^\circ$, $\alpha = 0.5$, \$5 and 10\% more", "45°, α = 0.5, $5 and 10% more"),
    (r"$x_1^2$, $2\frac{1}{2}$, $\frac12$, $\sqrt[3]{8}$", "x₁^2, 2 1/2, 1/2, ∛8"),
    (r"$\vec{a}\cdot\vec{b}$, $e^{i\pi} + 1 = 0$, $f'(x) \to \infty$", "a × b, e^iπ + 1 = 0, f'(x) → ∞"),
    (r"\left( \frac{a+b}{c} \right)^2", "( (a+b)/c )^2"),
    (
        r"\section{Bees} \textbf{Bold \emph{words}}; see \cite{a} Fig.~\ref{b}",
        "Bees\n\n Bold words; see Fig. ",
    ),
    (r"\textit{Caf\'e}, na\"{i}ve, Fran\c{c}ois, \'\i", "Café, naïve, François, "),
    ("\\documentclass{x}\n\\begin{document}\nIn % not this\nit\n\\end{document}", "In it"),
    ("\\begin{itemize}\n\\item One\n\\item {\\bf Two}\n\\end{itemize}", " One\n\n Two"),
    (r"It costs $20, and $x \neq 5$ costs $1,000.50.", "It costs $20, and x ≠ 5 costs $1,000.50."),
    (r"\begin{align} a &= b \\ &\leq c \end{align}", " a = b \n ≤ c "),
    (r"\begin{cases} 1 & x > 0 \\ 0 \end{cases}", " 1, x > 0 \n 0 "),
    (r"$\frac{\text{way}}{t}$, $\binom{n}{k}$, $\nabla f$", "way / t, (n, k), ∇ f"),
    (r"\title{Bees} \begin{document}\maketitle Bees \textbf{fly}.\end{document}", "Bees\n\n Bees fly."),
    (r"\begin{tabular}{ll} a & b \\ c & d \end{tabular}", " a, b \n c, d "),
    (r"\frac{a}{b}, {{{ \sqrt", "a/b, "),
    ("\\frac{a}{b}" + "{" * 60 + "deep" + "}" * 60, "a/bdeep"),
]


@pytest.mark.parametrize(("text", "shown"), SHOWN)
def test_what_is_shown(text, shown):
    """Signs and words stand in the place of commands, and the caller hears of it."""
    assert readable(text) == (shown.strip("\n"), ("LaTeX",))


@pytest.mark.parametrize(
    "text",
    [
        "A path C:\\alpha\\new and $5.",
        "Line\\nNext",
        "\\o/ and \\(^o^)/",
        "5 \\ 3",
        "a\\b{c}",
        r"A \[pause\] and \(brackets\).",
    ],
)
def test_what_is_no_latex_stays(text):
    """A backslash alone makes no LaTeX."""
    assert "LaTeX" not in readable(text)[1]
