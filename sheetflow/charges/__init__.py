"""Warranty and money: how a product stands, what a repair costs, what was paid, what is owed.

P1 4.5.4, 4.7.2 to 4.7.5; duties 29 to 31 and 43.

    case = Case(Product(type, model, bought), reported_day, contract_no=…, override=Override("in_warranty", "误判"))
    assess(policy.tariff, case)                                              ->  Assessment: standing, until, term
    charge(policy.tariff, case, Work({"GSK-02": 1}), kinds=policy.schema.policy.charges, on=day)  ->  Charge: lines, due
    account(made.due, payments)                                              ->  Account: paid, owed

`tariff` holds the settings tabs as values; `settings_tabs/tariff.py` reads them. Amounts are Decimals to the cent.
"""

from sheetflow.charges.charge import Charge, Discount, Line, Quote, Work, charge
from sheetflow.charges.consent import consent_holds, consent_missing, other_fault
from sheetflow.charges.debts import AGES, AgeClass, Debt, DebtorList, age_of, debtor_list
from sheetflow.charges.money import to_cent
from sheetflow.charges.payments import Account, Payment, account, balances, days_since
from sheetflow.charges.product import Product
from sheetflow.charges.tariff import Contract, Part, Price, Tariff, WarrantyTerm
from sheetflow.charges.warranty import Assessment, Case, Override, assess, last_day
from sheetflow.charges.wording import doubts, terms, why

__all__ = [
    "AGES",
    "Account",
    "AgeClass",
    "Assessment",
    "Case",
    "Charge",
    "Contract",
    "Debt",
    "DebtorList",
    "Discount",
    "Line",
    "Override",
    "Part",
    "Payment",
    "Price",
    "Product",
    "Quote",
    "Tariff",
    "WarrantyTerm",
    "Work",
    "account",
    "age_of",
    "assess",
    "balances",
    "charge",
    "consent_holds",
    "consent_missing",
    "days_since",
    "debtor_list",
    "doubts",
    "last_day",
    "other_fault",
    "terms",
    "to_cent",
    "why",
]
