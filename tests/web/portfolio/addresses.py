"""The addresses of the portfolio that tests look at."""

PAGES = [
    "/portfolio",
    "/portfolio?view=tree",
    "/portfolio/funds/子",
    "/portfolio/funds/母",
    "/portfolio/companies/芯",
    "/portfolio/companies/环",
    "/portfolio/holders/财政局",
    "/portfolio/holders/子",
    "/portfolio/reinvestment",
    "/portfolio/reinvestment?obligation=宽",
    "/portfolio/journal",
    "/portfolio/journal?node=子&figure=nav",
]
