"""Why a set of edits isn't applied, in the spreadsheet's language."""

from __future__ import annotations

from dataclasses import dataclass

from sheetflow.localsheets.book import Book
from sheetflow.localsheets.faults import ApiFault
from sheetflow.localsheets.shapes import Json


class EditRefused(ApiFault):
    """Nothing of the set was applied; `cells` names the cells concerned with what they show now."""

    def __init__(self, code: int, message: str, cells: list[Json] | None = None) -> None:
        """Keep the sentence and the cells."""
        super().__init__(code, message)
        self.cells = cells or []

    def body(self) -> Json:
        """Return the error with its cells."""
        return {**super().body(), "cells": self.cells}


@dataclass(frozen=True)
class Words:
    """The sentences of refusals: where, what was found, what to do."""

    chinese: bool

    @classmethod
    def of(cls, book: Book) -> Words:
        """Speak the language of a spreadsheet's locale."""
        return cls(book.properties["locale"].startswith("zh"))

    def changed(self, place: str, now: str) -> str:
        """Say that a cell shows something else than was expected."""
        if self.chinese:
            return f"{place}:这一格刚被改成「{now}」。请看一下再填。"
        return f'{place}: somebody has just written "{now}" here. Look at it, then type again.'

    def no_tab(self) -> str:
        """Say that a tab is there no longer."""
        if self.chinese:
            return "这张工作表已被删除。请另选一张。"
        return "This tab has been deleted. Choose another."

    def filled(self, place: str) -> str:
        """Say that a row that was to go shows something else than was expected."""
        if self.chinese:
            return f"{place}:这一行刚被人改过,没有删除。请看一下再删。"
        return (
            f"{place}: somebody has just written in this row, it wasn't deleted. Look at it first."
        )

    def gone(self, title: str) -> str:
        """Say that a row is there no longer."""
        if self.chinese:
            return f"{title}:这一行已被删除,没有写入。请刷新后重填。"
        return f"{title}: this row has been deleted, nothing was written. Reload and type again."

    def not_offered(self, place: str, typed: str, offered: list[str]) -> str:
        """Say that a strict drop-down doesn't offer what was typed."""
        listed = "、".join(offered) if self.chinese else ", ".join(offered)
        if self.chinese:
            return f"{place}:「{typed}」不在选项里。请选:{listed}。"
        return f'{place}: "{typed}" is not among the choices. Choose one of: {listed}.'

    def refused(self, place: str, typed: str, prompt: str) -> str:
        """Say that a column's rule doesn't take what was typed."""
        if self.chinese:
            return f"{place}:「{typed}」不符合这一列的要求。{prompt or '请改后再填。'}"
        return f'{place}: "{typed}" breaks this column\'s rule. {prompt or "Type something else."}'

    def protected(self, place: str) -> str:
        """Say that a range is protected."""
        if self.chinese:
            return f"{place}:这里受保护,由系统填写,不能手工改。"
        return f"{place}: this range is protected and written by the system. Leave it as it is."
