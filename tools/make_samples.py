"""Makes the samples that are no plain text: ``python tools/make_samples.py`` writes a DOCX and a PDF into samples/."""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.oxml.ns import qn

SAMPLES = Path(__file__).resolve().parents[1] / "samples"

MEASURES_TITLE = "南昌市支持科技型企业融资若干措施"
MEASURES = (
    "南昌市科学技术局、南昌市财政局4月16日联合印发《南昌市支持科技型企业融资若干措施》，自印发之日起施行。",
    "一、设立“洪城科创贷”，由江西银行向科技型中小企业发放，总额度30亿元，单户贷款最高1000万元。",
    "截至3月末，“洪城科创贷”已支持企业260家。",
    "二、发放科技创新券，每家企业每年最高20万元，用于购买检验检测服务。",
    "三、企业购买研发设备的，按设备投资额的15%给予补助，最高300万元。",
    "四、到2027年，全市科技型企业贷款余额达到800亿元，科技型中小企业达到6000家。",
)

FUND_TITLE = "宁波东海新材料产业基金签约设立"
FUND = (
    "2月27日，宁波东海新材料产业基金在宁波签约设立。基金总规模为60亿元，首期规模15亿元，存续期9年。",
    "基金由宁波东海产业投资集团、浙江甬江资本管理有限公司和中钢甬材科技股份有限公司共同出资，由甬江资本管理。",
    "基金主要投资新材料、新型显示与集成电路项目，并将设立规模5亿元的宁波东海成果转化子基金。",
)


def make_docx(path: Path) -> None:
    """A notice with a heading, numbered paragraphs and a small table."""
    word = Document()
    word.core_properties.title = MEASURES_TITLE
    word.core_properties.author = ""
    word.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "SimSun")
    word.add_heading(MEASURES_TITLE, level=1)
    for paragraph in MEASURES:
        word.add_paragraph(paragraph)
    table = word.add_table(rows=0, cols=2)
    for left, right in (("事项", "咨询部门"), ("洪城科创贷", "南昌市科学技术局"), ("设备补助", "南昌市财政局")):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = left, right
    word.save(str(path))


def make_pdf(path: Path) -> None:
    """One page set in the Chinese font that every PDF reader brings along (Adobe-GB1), so that none is embedded."""
    lines = [(18, FUND_TITLE), *((11, line) for paragraph in FUND for line in wrapped(f"　　{paragraph}"))]
    drawn = "".join(f"/F1 {size} Tf <{line.encode('utf-16-be').hex()}> Tj 0 -22 Td\n" for size, line in lines)
    stream = f"BT 90 740 Td\n{drawn}ET"
    font = "/Type /Font /BaseFont /STSong-Light"
    page = "/MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >>"
    characters = "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 /W [814 939 500]"
    measures = "/FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R {page} >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        f"<< {font} /Subtype /Type0 /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
        f"<< {font} /Subtype /CIDFontType0 {characters} /FontDescriptor 7 0 R >>",
        f"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 {measures} >>",
    )
    path.write_bytes(pdf_file(objects))


def wrapped(paragraph: str, width: int = 37) -> list[str]:
    """Lines of ``width`` characters, as a printed page breaks them: inside sentences."""
    return [paragraph[i : i + width] for i in range(0, len(paragraph), width)]


def pdf_file(objects: tuple[str, ...]) -> bytes:
    """A PDF of these objects, numbered from 1, the first of them the catalogue (ISO 32000-1, 7.5)."""
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("ascii")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return bytes(out) + f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode("ascii")


if __name__ == "__main__":
    make_docx(SAMPLES / "nanchang-measures.docx")
    make_pdf(SAMPLES / "ningbo-fund.pdf")
