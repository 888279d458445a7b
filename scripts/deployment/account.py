"""The steps on the account: volumes, template, endpoint; each is found by its name, then made or changed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from deployment import wanted as plans
from deployment.api import Api, DeployError, RefusedError
from deployment.variables import shown_all, without_secrets
from deployment.wanted import Change, Wanted

ENDPOINTS, TEMPLATES, VOLUMES, GPUS = "/serverless", "/templates", "/network-volumes", "/catalog/gpus"
LISTS = {ENDPOINTS: "endpoints", TEMPLATES: "templates", VOLUMES: "networkVolumes", GPUS: "gpus"}
NOUNS = {ENDPOINTS: "endpoint", TEMPLATES: "template", VOLUMES: "network volume"}
Thing = dict[str, Any]


@dataclass
class Account:
    """What the account has, and the only way to change it. With `dry`, calls are printed and not sent."""

    api: Api
    hidden: set[str]  # values that are not printed, whoever sends them
    dry: bool = False
    _seen: dict[str, list[Thing]] = field(default_factory=dict)

    def say(self, text: str) -> None:
        """Print a text without secrets."""
        print(without_secrets(text, self.hidden), flush=True)

    def things(self, path: str) -> list[Thing]:
        """Return all things of a kind, as they were when they were first asked for."""
        if path not in self._seen:
            self._seen[path] = self.api.all(path, LISTS[path])
        return self._seen[path]

    def named(self, path: str, name: str, data_center: str | None = None) -> Thing | None:
        """Return the thing of that name. Raises DeployError if there are two."""
        found = [
            thing
            for thing in self.things(path)
            # Where FlashBoot is on, the console has marked the names of endpoints with "-fb".
            if thing["name"] in (name, f"{name} -fb" if path == ENDPOINTS else name)
            and data_center in (None, thing.get("dataCenter"))
        ]
        if len(found) > 1:
            ids = " and ".join(thing["id"] for thing in found)
            raise DeployError(
                f"There are {len(found)} {NOUNS[path]}s with the name {name} ({ids}), and the name must say"
                " which one is meant: rename or delete the others in RunPod's console."
            )
        return found[0] if found else None

    def make(self, path: str, body: Thing, data_center: str | None = None) -> Thing:
        """Make a thing of a name that the account does not have, once, even if an answer is lost."""
        self._announce("POST", path, body)
        if self.dry:
            return {**body, "id": f"ID-OF-THE-NEW-{NOUNS[path].upper().replace(' ', '-')}"}

        def find() -> Thing | None:
            self._seen.pop(path, None)
            return self.named(path, body["name"], data_center)

        made = self.api.create(path, body, find)
        self.say(f"{NOUNS[path]} {body['name']}: made ({made['id']})")
        return made

    def change(self, path: str, there: Thing, body: Thing, changes: list[Change]) -> bool:
        """Change what differs, and say it field by field. Returns whether anything did."""
        name = f"{NOUNS[path]} {there['name']}"
        if not changes:
            self.say(f"{name}: unchanged ({there['id']})")
            return False
        self._announce("PATCH", f"{path}/{there['id']}", body)
        if not self.dry:
            self.api.call("PATCH", f"{path}/{there['id']}", body)
        self.say(f"{name}: {'would change' if self.dry else 'changed'} ({there['id']})")
        for one in changes:
            self.say(f"  {one}")
        return True

    def delete(self, path: str, there: Thing) -> None:
        """Delete a thing; one that has gone meanwhile is no fault."""
        self._announce("DELETE", f"{path}/{there['id']}")
        if self.dry:
            return
        try:
            self.api.call("DELETE", f"{path}/{there['id']}")
        except RefusedError as refused:
            if refused.status != 404:
                raise
        self.say(f"{NOUNS[path]} {there['name']}: deleted ({there['id']})")

    def _announce(self, method: str, path: str, body: Thing | None = None) -> None:
        if self.dry:
            visible = {**body, **({"env": shown_all(body["env"])} if "env" in body else {})} if body else None
            self.say(" ".join([method, self.api.address + path, *([json.dumps(visible)] if visible else [])]))


@dataclass(frozen=True)
class VolumeChoice:
    """A volume of the account (`name_or_id`), or one of this deployment, made in `data_center` if needed."""

    name_or_id: str
    data_center: str | None
    size_gb: int
    tier: str | None  # STANDARD or HIGH_PERFORMANCE; None: of a new one STANDARD, of another whatever it is


def check_gpus(account: Account, pools: tuple[str, ...]) -> list[str]:
    """Return RunPod's list prices, one line a pool. Raises DeployError for a pool that does not exist."""
    known: dict[str, list[Thing]] = {}
    for gpu in account.things(GPUS):
        if gpu["pool"]:
            known.setdefault(gpu["pool"], []).append(gpu)
    unknown = [pool for pool in pools if pool not in known]
    if known and unknown:
        raise DeployError(
            f"RunPod has no GPU pool {' or '.join(unknown)}; it has {', '.join(sorted(known))}."
        )
    lines = []
    for pool in pools:
        cards = known.get(pool, [])
        prices = sorted({card["price"]["serverless"] for card in cards if "serverless" in card["price"]})
        if prices:
            names = ", ".join(card["name"] for card in cards)
            lines.append(f"{pool} ({names}): {' to '.join(f'${p:g}' for p in prices)} an hour")
    return lines


def resolve(account: Account, choice: VolumeChoice) -> Thing | None:
    """Return the volume, or None if it is to be made. Raises DeployError if it cannot be used."""
    volumes = account.things(VOLUMES)
    there = next((one for one in volumes if one["id"] == choice.name_or_id), None) or account.named(
        VOLUMES, choice.name_or_id, choice.data_center
    )
    if there is None:
        if choice.data_center is None:
            names = ", ".join(sorted(one["name"] for one in volumes)) or "none"
            raise DeployError(
                f"There is no network volume {choice.name_or_id}; the account has: {names}. To make one, say"
                " where: --data-center."
            )
        return None
    if choice.tier not in (None, there["type"]):
        raise DeployError(
            f"The volume {there['name']} is {there['type']}, which cannot be changed: choose another volume,"
            f" or leave out --volume-class {choice.tier}."
        )
    return there


def ensure_volume(account: Account, choice: VolumeChoice, there: Thing | None) -> Thing:
    """Return the volume, made or enlarged if needed; a volume is never made smaller."""
    if there is None:
        body = {
            "name": choice.name_or_id,
            "size": choice.size_gb,
            "dataCenter": choice.data_center,
            "type": choice.tier or "STANDARD",
        }
        return account.make(VOLUMES, body, choice.data_center)
    size = {"size": max(choice.size_gb, there["size"])} if choice.data_center else {}
    account.change(VOLUMES, there, *plans.update(size, there))
    return there


def ensure_template(account: Account, wanted: Wanted, env: Mapping[str, str]) -> str:
    """Return the id of the template, made or changed if needed."""
    body, there = plans.template(wanted, env), account.named(TEMPLATES, wanted.name)
    if there is None:
        return str(account.make(TEMPLATES, body)["id"])
    account.change(TEMPLATES, there, *plans.update(body, there))
    return str(there["id"])


def existing_endpoint(account: Account, name: str) -> Thing | None:
    """Return the endpoint of that name. Raises DeployError if it is of another kind than ours."""
    there = account.named(ENDPOINTS, name)
    if there is not None and (there.get("type", "QUEUE") != "QUEUE" or there.get("cpu")):
        raise DeployError(
            f"The endpoint {name} ({there['id']}) is not a queue-based endpoint with GPUs, and RunPod cannot"
            " change its kind: choose another --name."
        )
    return there


def ensure_endpoint(
    account: Account, wanted: Wanted, env: Mapping[str, str], template_id: str, volumes: list[Thing]
) -> Thing:
    """Return the endpoint, made or changed if needed."""
    own = plans.placement(wanted, [one["id"] for one in volumes], [one["dataCenter"] for one in volumes])
    there = existing_endpoint(account, wanted.name)
    if there is None:
        there = account.make(ENDPOINTS, plans.new_endpoint(wanted, template_id, own))
        if account.dry:
            return there
        # After a lost answer it may be one that an earlier command made, with other fields.
    container = {
        k: v for k, v in plans.template(wanted, env).items() if k in ("image", "disk", "env", "registry")
    }
    body, changes = plans.update({**container, **own}, there)
    if changes or account.named(ENDPOINTS, wanted.name):
        account.change(ENDPOINTS, there, body, changes)
    return there


def destroy(account: Account, name: str, volumes: list[str]) -> bool:
    """Delete the endpoint, its template, and the volumes that are named (or given by id).

    Returns whether there was anything. What is looked up is looked up before anything is deleted.
    """
    found = [(ENDPOINTS, account.named(ENDPOINTS, name)), (TEMPLATES, account.named(TEMPLATES, name))]
    for one in volumes:
        by_id = next((volume for volume in account.things(VOLUMES) if volume["id"] == one), None)
        found.append((VOLUMES, by_id or account.named(VOLUMES, one)))
    for path, there in found:
        if there is not None:
            account.delete(path, there)
    return any(there is not None for _, there in found)
