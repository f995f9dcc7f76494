"""The addresses of the portfolio that tests look at."""

PAGES = [
    "/portfolio",
    "/portfolio?view=tree",
    "/portfolio/funds/子",
    "/portfolio/funds/母",
    "/portfolio/funds/子/waterfall",
    "/portfolio/funds/子/waterfall?hurdle=8&carry=20&basis=deal_by_deal&liquidate=1&guidance=母&gain=20&buyout=2026-12-31",
    "/portfolio/companies/芯",
    "/portfolio/companies/环",
    "/portfolio/holders/财政局",
    "/portfolio/holders/子",
    "/portfolio/reinvestment",
    "/portfolio/reinvestment?obligation=宽",
    "/portfolio/journal",
    "/portfolio/journal?node=子&figure=nav",
]
