"""Where a webhook may go: an address that customers type is a way to make this server knock on its own house.

The name is resolved when the request is made, every address it has is looked at, and the connection goes to one of those
addresses, so that a name that answers differently the next moment gains nothing. Redirects are not followed.
"""

from __future__ import annotations

import ipaddress
import ssl
import time
from collections.abc import Iterable, Sequence
from socket import SOCK_STREAM, getaddrinfo
from typing import Any
from urllib.parse import urlsplit

import httpcore

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# IPv6 forms that carry an IPv4 address for somebody else to deliver to: translators and tunnels.
_CARRIERS = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")))


class Refused(Exception):
    """An address that nothing is sent to; the message says why, in Chinese."""


def is_public(text: str) -> bool:
    """Whether an IP address is one of the open internet.

    >>> [is_public(a) for a in ("93.184.216.34", "127.0.0.1", "10.0.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0")]
    [True, False, False, False, False, False]
    >>> [is_public(a) for a in ("2606:2800:220::1", "::1", "fe80::1%eth0", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "fd00::1")]
    [True, False, False, False, False, False]
    """
    address: Address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        elif any(address in carrier for carrier in _CARRIERS):
            return False
    return address.is_global and not address.is_multicast


def check_url(url: str, *, private: bool) -> None:
    """Raises Refused for what can be told from the words alone; the name's addresses are looked at when it is used."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise Refused("不是合法的地址") from None
    if parts.scheme not in ("http", "https") or not host:
        raise Refused("只能是 http:// 或 https:// 地址")
    if parts.username is not None or parts.password is not None:
        raise Refused("地址里不能带用户名或密码")
    if not url.isascii() or any(c.isspace() or ord(c) < 32 for c in url):
        raise Refused("地址里有空白或非 ASCII 字符")
    if private:
        return
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        raise Refused("不能是本机或内网地址")
    try:
        literal = is_public(host)
    except ValueError:
        return  # a name
    if not literal:
        raise Refused("不能是本机或内网地址")


def addresses_of(host: str, port: int, *, private: bool) -> Sequence[str]:
    """The addresses of a name, all of them fit to connect to. Raises Refused, and OSError where there is no such name."""
    try:
        found = getaddrinfo(host, port, type=SOCK_STREAM)
    except UnicodeError:
        raise Refused("主机名不合法") from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not private and not all(is_public(address) for address in addresses):
        raise Refused("主机名指向本机或内网地址")
    return addresses


class _Timed(httpcore.NetworkStream):
    """A stream that ends at a moment, however slowly the other side drips."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: float) -> None:
        self._inner, self._deadline = inner, deadline

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("time limit")
        return left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, timeout=self._left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, timeout=self._left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Timed(self._inner.start_tls(ssl_context, server_hostname, timeout=self._left()), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class GuardedNetwork(httpcore.NetworkBackend):
    """Connects to checked addresses only, and for ``seconds`` in all from its making."""

    def __init__(self, *, private: bool, seconds: float) -> None:
        self._private, self._deadline = private, time.monotonic() + seconds
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = Refused("主机名没有地址")
        for address in addresses_of(host, port, private=self._private):
            left = self._deadline - time.monotonic()
            if left <= 0:
                raise httpcore.ConnectTimeout("time limit")
            try:
                inner = self._inner.connect_tcp(address, port, timeout=left, socket_options=socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            return _Timed(inner, self._deadline)
        raise failure


def post(url: str, headers: Sequence[tuple[str, str]], body: bytes, *, private: bool, seconds: float) -> int:
    """Send and return the status of the answer, whose body is not read.

    Raises Refused, OSError, or what httpcore raises where nothing answers in time.
    """
    check_url(url, private=private)
    network = GuardedNetwork(private=private, seconds=seconds)
    timeout = dict.fromkeys(("connect", "read", "write", "pool"), seconds)
    with (
        httpcore.ConnectionPool(ssl_context=ssl.create_default_context(), network_backend=network) as pool,
        pool.stream("POST", url, headers=list(headers), content=body, extensions={"timeout": timeout}) as answer,
    ):
        return int(answer.status)
