"""Processes to be killed, forked from one that has imported once what they need: a kill starts no interpreter.

A test process has one such server, whoever asks for it first, so all that is forked from it is named here.
"""

from multiprocessing import get_context

PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(
    [
        "tests.contracts.ledger_processes",
        "tests.end_to_end.anew",
        "tests.end_to_end.archiver",
        "tests.end_to_end.mortal",
        "tests.importing.killed",
        "tests.localsheets.mortal",
    ]
)
