"""A ClickHouse server out of the chDB library: LIBRARY DIRECTORY HTTP_PORT TCP_PORT; loopback only.

chdb_query_cmdline is clickhouse-local, where SYSTEM START LISTEN opens the ports of a true server. The last statement
keeps the process alive until it is killed, or until the process that started it closes its standard input by ending.
"""
import ctypes
import os
import sys
import threading


def end_with_starter() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


threading.Thread(target=end_with_starter, daemon=True).start()
library, directory, http_port, tcp_port = sys.argv[1:5]
arguments = [
    "clickhouse",
    "--multiquery",
    "--query=SYSTEM START LISTEN HTTP; SELECT sleepEachRow(1) FROM numbers(3600) SETTINGS max_block_size = 1 FORMAT Null",
    "--",
    "--listen_host=127.0.0.1",
    f"--http_port={http_port}",
    f"--tcp_port={tcp_port}",
    f"--path={directory}",
]
values = (ctypes.c_char_p * len(arguments))(*[argument.encode() for argument in arguments])
engine = ctypes.CDLL(library)
engine.chdb_query_cmdline.restype = ctypes.c_void_p
engine.chdb_query_cmdline(len(arguments), values)
