"""Setting a spreadsheet up: what is missing is added, nothing that is there is taken away."""

from sheetflow.store.provision.provisioning import NONE_YET, Had, Provisioned, provision

__all__ = ["NONE_YET", "Had", "Provisioned", "provision"]
