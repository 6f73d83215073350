"""How much memory a process has in use and how long it has computed, asked of the system from outside.

A limit that the system itself enforces (RLIMIT_AS) counts reserved addresses too, of which the libraries of neural
networks reserve many times what they use; so what is in use is looked at now and then instead.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path


def machine_bytes() -> int | None:
    """Return the memory of this machine in bytes, or None where the system does not say."""
    if sys.platform == "win32":
        return _windows_total()
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return None


def used_bytes(pid: int, handle: int) -> int | None:
    """Return the memory that a child process has in use, in bytes; None where the system does not say.

    Args:
        pid: its number.
        handle: its handle on Windows (the sentinel of `multiprocessing`); not looked at elsewhere.
    """
    if sys.platform == "win32":
        return _windows_used(handle)
    if sys.platform == "darwin":
        return _darwin_used(pid)
    try:
        return int(Path(f"/proc/{pid}/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return None


def computed_seconds(pid: int, handle: int) -> float | None:
    """Return how long a child process has computed, on all cores; None where the system does not say."""
    if sys.platform == "win32":
        return _windows_computed(handle)
    try:
        # The name of the program, in brackets, may hold blanks; times stand 12 fields behind it (proc(5)).
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="latin-1").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError, ValueError):
        return None


if sys.platform == "win32":

    class _Counters(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS of psapi.h."""

        _fields_ = (
            ("cb", ctypes.c_uint32), ("PageFaultCount", ctypes.c_uint32), ("PeakWorkingSetSize", ctypes.c_size_t),
            ("WorkingSetSize", ctypes.c_size_t), ("QuotaPeakPagedPoolUsage", ctypes.c_size_t),
            ("QuotaPagedPoolUsage", ctypes.c_size_t), ("QuotaPeakNonPagedPoolUsage", ctypes.c_size_t),
            ("QuotaNonPagedPoolUsage", ctypes.c_size_t), ("PagefileUsage", ctypes.c_size_t),
            ("PeakPagefileUsage", ctypes.c_size_t),
        )

    class _Status(ctypes.Structure):
        """MEMORYSTATUSEX of sysinfoapi.h."""

        _fields_ = (
            ("dwLength", ctypes.c_uint32), ("dwMemoryLoad", ctypes.c_uint32), ("ullTotalPhys", ctypes.c_uint64),
            ("ullAvailPhys", ctypes.c_uint64), ("ullTotalPageFile", ctypes.c_uint64),
            ("ullAvailPageFile", ctypes.c_uint64), ("ullTotalVirtual", ctypes.c_uint64),
            ("ullAvailVirtual", ctypes.c_uint64), ("ullAvailExtendedVirtual", ctypes.c_uint64),
        )

    def _windows_used(handle: int) -> int | None:
        counters = _Counters()
        counters.cb = ctypes.sizeof(counters)
        asked = ctypes.windll.kernel32.K32GetProcessMemoryInfo
        asked.argtypes = (ctypes.c_void_p, ctypes.POINTER(_Counters), ctypes.c_uint32)
        return int(counters.PagefileUsage) if asked(handle, ctypes.byref(counters), counters.cb) else None

    def _windows_computed(handle: int) -> float | None:
        times = [ctypes.c_uint64() for _ in range(4)]
        asked = ctypes.windll.kernel32.GetProcessTimes
        asked.argtypes = (ctypes.c_void_p, *(ctypes.POINTER(ctypes.c_uint64),) * 4)
        if not asked(handle, *map(ctypes.byref, times)):
            return None
        return (times[2].value + times[3].value) / 1e7

    def _windows_total() -> int | None:
        status = _Status()
        status.dwLength = ctypes.sizeof(status)
        return int(status.ullTotalPhys) if ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)) else None


if sys.platform == "darwin":

    class _TaskInfo(ctypes.Structure):
        """The head of proc_taskinfo of sys/proc_info.h; the rest is room."""

        _fields_ = (
            ("virtual_size", ctypes.c_uint64), ("resident_size", ctypes.c_uint64), ("rest", ctypes.c_uint8 * 80),
        )

    _PROC_PIDTASKINFO = 4

    def _darwin_used(pid: int) -> int | None:
        found = _TaskInfo()
        size = ctypes.sizeof(found)
        taken = ctypes.CDLL("libproc.dylib").proc_pidinfo(pid, _PROC_PIDTASKINFO, 0, ctypes.byref(found), size)
        return int(found.resident_size) if taken == size else None
