"""The records behind a number: how many, which ones, where each was filed, and why it counts or does not."""

from analytics.report import batches, listing, records_view
from analytics.report.listing import PIPELINE, QUARANTINED, Question
from pages.ui import blocks, controls, exporting, paging, questions, shell
from pages.ui.address import RECORDS

stage = shell.raise_curtain(RECORDS)
scene, voice, texts, address = stage.scene, stage.scene.voice, stage.texts, stage.address
tasks = [target.id for target in voice.policy.targets]
chosen = address.get("ind")


def states(question: Question, waiting: int) -> str:
    """Return the states of the period's rows with their counts, each a link but the present one."""
    tally = listing.tally(scene.outcome, question) | {QUARANTINED: waiting}
    offered = [state for state in listing.STATES if state != PIPELINE or tally[state] or state == question.state]
    named = ((state, texts.t(f"listing.state.{state}", count=texts.number(tally[state]))) for state in offered)
    return blocks.chips(
        (name, None if state == question.state else questions.to_state(address, question, state))
        for state, name in named
    )


def show(question: Question) -> None:
    """Show the rows that answer the question: sentence, states, the card of a chosen row, one page of the table."""
    ledgers = voice.policy.target(question.target_id).owner_ledgers
    waiting = batches.waiting_of(scene.waiting, ledgers, question.unit)
    if question.state == QUARANTINED:
        table = batches.waiting(waiting, voice)
        exporting.menu(stage, voice.task(question.target_id), lambda: [(texts.t("listing.sheet"), table)])
        title = records_view.sentence(scene.outcome, question, (waiting.height, 0), voice)
        shell.html(
            stage.title(title), states(question, waiting.height), blocks.table(table, address, is_captioned=False)
        )
        return
    view = records_view.view(scene.outcome, question, scene.sources, voice, paging.number(address))
    exporting.menu(
        stage,
        voice.task(question.target_id),
        lambda: [(texts.t("listing.sheet"), records_view.whole(scene.outcome, question, scene.sources, voice))],
        is_personal=True,
    )
    shell.html(stage.title(view.title), states(question, waiting.height))
    code = address.get("rec")
    card = records_view.card(code, scene.outcome, question, scene.sources, voice) if code else None
    if card is not None:
        shell.html(blocks.record(card, address))
    pages = [questions.to_page(address, question, page) for page in (view.page - 1, view.page + 1)]
    shell.html(
        blocks.table(view.table, address, is_captioned=False, sums=(view.count, view.total)),
        blocks.pager(view.page, view.pages, texts, *pages),
    )


controls.pick("ind", texts.t("indicator.choose"), tasks, [voice.task(task) for task in tasks], chosen)
if chosen in tasks:
    show(questions.asked(address, str(chosen), voice))
else:
    shell.html(
        stage.title(texts.t("listing.headline", count=len(tasks))), blocks.choices(scene.meeting.rows, RECORDS, address)
    )
shell.html(stage.foot())
