"""A worker without a network, so that a paper that takes over its reader finds no way out.

Two walls, each where the kernel allows it: a network namespace of its own without any device (a process with the right to
it, root, gets one directly, another by way of a user namespace), and a filter of system calls that gives out no socket but
those in the file system. Containers often forbid the first and hardly ever the second. Both are inherited by what the
worker starts (LibreOffice, unar). Once per worker, about a millisecond. Linux on x86-64 and ARM64; elsewhere nothing is done.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import platform
import struct
import sys
from typing import Final

_CLONE_NEWUSER: Final = 0x10000000
_CLONE_NEWNET: Final = 0x40000000
_PR_SET_SECCOMP: Final = 22
_PR_SET_NO_NEW_PRIVS: Final = 38
_FILTER: Final = 2
_SYSTEM_CALLS: Final = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""By machine: its mark in the audit of system calls, and the number of ``socket``. Source: linux/audit.h, unistd.h."""
_IO_URING_SETUP: Final = 425
"""The same on all machines; a ring can open sockets without the call."""
_X32: Final = 0x40000000
"""From here on calls of the x32 interface, which has a ``socket`` of its own."""
_AF_UNIX: Final = 1
_ALLOW: Final = 0x7FFF0000
_REFUSE: Final = 0x00050000 | errno.EACCES
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # instructions of classic BPF
_NUMBER_AT, _MACHINE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16  # in struct seccomp_data, little-endian


def leave_network() -> None:
    """Put up both walls, or as many as the kernel allows."""
    if sys.platform == "linux":
        into_a_namespace()
        refuse_sockets()


def into_a_namespace() -> None:
    """Go to a network namespace of one's own, if that is allowed."""
    user, group = os.geteuid(), os.getegid()
    with contextlib.suppress(OSError, AttributeError):
        unshare = ctypes.CDLL(None).unshare
        # A root without the right to a namespace keeps its other rights, papers of other users among them: in a user
        # namespace of its own it would lose these.
        if unshare(_CLONE_NEWNET) == 0 or user == 0 or unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
            return
        for file, content in (
            ("uid_map", f"{user} {user} 1"), ("setgroups", "deny"), ("gid_map", f"{group} {group} 1"),
        ):  # fmt: skip
            with open(f"/proc/self/{file}", "w") as stream:
                stream.write(content)


def refuse_sockets() -> bool:
    """Have the kernel refuse every socket but those in the file system; whether it agreed."""
    known = _SYSTEM_CALLS.get(platform.machine())
    if known is None:
        return False
    machine, socket = known
    program = [
        (_LOAD, 0, 0, _MACHINE_AT),
        (_EQUAL, 0, 7, machine),  # calls of another interface: refused
        (_LOAD, 0, 0, _NUMBER_AT),
        (_AT_LEAST, 5, 0, _X32),
        (_EQUAL, 4, 0, _IO_URING_SETUP),
        (_EQUAL, 0, 2, socket),  # anything else: allowed
        (_LOAD, 0, 0, _FIRST_ARGUMENT_AT),
        (_EQUAL, 0, 1, _AF_UNIX),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in program))
    header = struct.pack("@HP", len(program), ctypes.addressof(code))
    with contextlib.suppress(OSError, AttributeError):
        prctl = ctypes.CDLL(None).prctl
        prctl.argtypes = (ctypes.c_int, *[ctypes.c_ulong] * 4)
        if prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
            place = ctypes.create_string_buffer(header)
            return bool(prctl(_PR_SET_SECCOMP, _FILTER, ctypes.addressof(place), 0, 0) == 0)
    return False
