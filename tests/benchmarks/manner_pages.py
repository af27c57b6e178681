"""Pages put together at random from the manners of portals: where headline, date, byline and text stand, in what.

Each page is made of the words of a test page and of one choice for each part; what a reader should get out of it
follows from the choices. All text is the project's own.
"""

from __future__ import annotations

import html
import json
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

from crawler.parser.wording import slug
from tests.benchmarks import manner_markup as markup

PAGES = Path(__file__).resolve().parents[1] / "pages"
VIETNAM = timezone(timedelta(hours=7))


@dataclass(frozen=True, slots=True)
class Words:
    """What one page says: a test page's headline, lead and paragraphs, and headlines and leads of others."""

    headline: str
    lead: str
    paragraphs: tuple[str, ...]
    others: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Made:
    """One page: its bytes, address, what should be read, and the manner chosen for each part."""

    html: str = ""
    url: str = ""
    headline: str = ""
    body: str = ""
    published: datetime | None = None
    minute: bool = False
    byline: str | None = None
    caption: str | None = None
    lead: str = ""
    attachments: int = 0
    manner: dict[str, str] = field(default_factory=dict)


def words_of(chance: random.Random, known: list[dict[str, str]]) -> Words:
    """The words of one page, chosen from the known articles."""
    page, *rest = chance.sample(known, 14)
    others = tuple(
        (other["headline"], other["lead"] or other["body"].split("\n\n")[0][:160]) for other in rest
    )
    return Words(page["headline"], page["lead"] or "", tuple(page["body"].split("\n\n")), others)


def known_articles() -> list[dict[str, str]]:
    """The test pages' articles with at least two paragraphs of plain text, as their JSON says them."""
    found = [json.loads(path.read_text("utf-8")) for path in sorted(PAGES.glob("*/*.json"))]
    return [
        page
        for page in found
        if page["kind"] == "article"
        and page["body"].count("\n\n") >= 1
        and " | " not in page["body"]
        and page["body"].count("\n") % 2 == 0
    ]  # fmt: skip


@dataclass(slots=True)
class Maker:
    """Makes one page: chooses a manner for each part by chance, and notes it."""

    chance: random.Random
    said: Words
    made: Made = field(default_factory=Made)
    above: str = ""
    """The byline's line above the text, where it stands there."""

    def choose(self, part: str, options: dict[str, str]) -> str:
        """One of the options, noted as the part's manner."""
        self.made.manner[part] = self.chance.choice(list(options))
        return options[self.made.manner[part]]

    def links(self, others: tuple[tuple[str, str], ...], form: str) -> str:
        """Other articles, each as `form` shows it: {link}, {lead}, {day}."""
        rows = []
        for number, (headline, lead) in enumerate(others):
            day = f"{self.chance.randint(1, 28):02}/{self.chance.randint(1, 12):02}/2025"
            link = f'<a href="/tin/{slug(headline)}-{number}.html">{headline}</a>'
            rows.append(form.format(link=link, lead=lead, day=day))
        return "".join(rows)

    def date(self) -> str:
        """The date's line; the article's time is set."""
        at = datetime(2025, 1, 1, tzinfo=VIETNAM) + timedelta(minutes=self.chance.randint(0, 400_000))
        form = self.choose("date", markup.DATES)
        made = self.made
        made.published, made.minute = at, made.manner["date"] not in markup.DAY_ONLY
        name = self.chance.choice(("date", "info", "x1"))
        shown = form.format(t=at, w=markup.WEEKDAYS[at.weekday()], m="CH" if at.hour >= 12 else "SA")
        return f'<div class="{name}">{shown}</div>'

    def text(self) -> str:
        """The paragraphs with what stands among them, and the byline under them."""
        made, said = self.made, self.said
        parts = [_escaped(paragraph) for paragraph in said.paragraphs]
        image = self.choose("image", markup.IMAGES)
        if image:
            made.caption = f"Quang cảnh {said.others[0][0][:60]}"
            parts.insert(1, "\0")
        middle = self.choose("middle", markup.MIDDLE)
        if middle:
            parts.insert(len(parts) // 2 + 1, "\1")
        if self.choose("table", markup.TABLES):
            parts.append("\2")
        form = self.chance.choice(list(markup.PARAGRAPHS))
        made.manner["paragraphs"] = form
        made.body = "\n\n".join(said.paragraphs)
        if made.manner["table"] == "data":
            made.body += f"\n\n{markup.TABLE_TEXT}"
        other, lead = said.others[-1]
        text = markup.PARAGRAPHS[form](parts).replace("\0", image.format(_escaped(made.caption or "")))
        text = text.replace("\1", middle.format(slug=slug(other), headline=other, lead=lead))
        text = text.replace("\2", markup.TABLES["data"])
        return text + self.byline()

    def byline(self) -> str:
        """The byline's line; what is printed is noted."""
        byline = self.choose("byline", markup.BYLINES)
        if not byline:
            return ""
        name = self.chance.choice(markup.NAMES)
        printed = {
            "label": f"Tác giả: {name}",
            "source": "Nguồn: Báo Vân Sơn",
            "brackets": "(Theo Báo Vân Sơn)",
        }
        self.made.byline = printed.get(self.made.manner["byline"], name)
        line = byline.format(name)
        if self.made.manner["byline"] in ("label", "source") and self.chance.random() < 0.5:
            self.made.manner["byline"] += " above"
            self.above, line = line, ""
        return line

    def article(self) -> str:
        """Headline, date, lead and text in one of the orders, and what belongs to the article behind them."""
        made, said = self.made, self.said
        headline = self.choose("headline", markup.HEADLINES).format(_escaped(said.headline), url=made.url)
        text = self.choose("box", markup.BOXES).format(self.text())
        lead = self.choose("lead", markup.LEADS) if said.lead else ""
        made.lead = said.lead if lead else ""
        lead = lead.format(_escaped(said.lead))
        lead = self.above + lead
        shown = self.date()
        order = {"above": shown + headline + lead + text, "under": headline + shown + lead + text,
                 "under lead": headline + lead + shown + text, "behind": headline + lead + text + shown,
                 "none": headline + lead + text}  # fmt: skip
        core = self.choose("date place", order)
        if made.manner["date place"] == "none":
            made.published = None
        files = self.choose("files", markup.FILES)
        made.attachments = bool(files)
        return core + files

    def page(self) -> Made:
        """The whole page."""
        made, said = self.made, self.said
        number = self.chance.randint(100, 99_999)
        spelt = slug(said.headline)
        address = {"slug": f"/tin-tuc/{spelt}.html", "slug-id": f"/{spelt}-{number}", "id": f"/news/{number}",
                   "aspx": f"/Pages/ct.aspx?ItemID={number}", "php": f"/index.php?mod=news&id={number}"}  # fmt: skip
        made.url = f"http://skhcn.vanson.gov.vn{self.choose('address', address)}"
        made.headline = said.headline
        section = self.chance.choice(markup.SECTIONS)
        title = self.choose("title", markup.TITLES).format(said.headline, markup.SITE, section)
        core = self.article() + self.choose("tools", markup.TOOLS)
        related = self.choose("related", markup.RELATED)
        if related:
            core += related.format(self.links(said.others[1:7], markup.RELATED_ROWS[made.manner["related"]]))
        core += self.choose("comments", markup.COMMENTS)
        side = self.choose("side", markup.SIDES)
        if side:
            side = f"<h3>Tin mới nhất</h3>{self.links(said.others[7:], side)}"
        shell = self.choose("shell", markup.SHELLS).format(
            clock=self.choose("clock", markup.CLOCKS),
            menu=markup.MENU,
            core=core,
            side=side,
            foot=markup.FOOT,
        )
        made.html = _document(title, shell)
        return made

    def listing(self) -> Made:
        """A section's page: no article."""
        made, section = self.made, self.chance.choice(markup.SECTIONS)
        number = self.chance.randint(2, 99)
        made.url = f"http://skhcn.vanson.gov.vn/{slug(section)}?page={number}"
        title = self.choose("title", markup.TITLES).format(section, markup.SITE, section)
        head = self.choose("headline", markup.HEADLINES).format(section, url=made.url)
        rows = self.choose("rows", markup.ROWS)
        core = head + self.links(self.said.others[1:9], rows)
        side = f"<h3>Tin mới nhất</h3>{self.links(self.said.others[9:], markup.SIDES['links'])}"
        shell = self.choose("shell", markup.SHELLS).format(
            clock=self.choose("clock", markup.CLOCKS),
            menu=markup.MENU,
            core=core,
            side=side,
            foot=markup.FOOT,
        )
        made.html = _document(title, shell)
        return made


def make_page(seed: int, known: list[dict[str, str]], *, listing: bool = False) -> Made:
    """The page of a number, an article or a listing; the same number makes the same page."""
    chance = random.Random(seed)
    maker = Maker(chance, words_of(chance, known))
    return maker.listing() if listing else maker.page()


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _document(title: str, shell: str) -> str:
    head = f"<meta charset='utf-8'><title>{html.escape(title)}</title>"
    return f"<html><head>{head}</head><body>{shell}</body></html>"
