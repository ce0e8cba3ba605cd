"""A headless Chromium that is told what to do over a pipe, by its DevTools protocol; the standard library alone."""
import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
import time


class BrowserError(Exception):
    """The browser did not start, did not answer, or a script in it failed."""


def high_pipe():
    """A pipe whose descriptors are out of the way of the two that the browser is given."""
    ends = os.pipe()
    moved = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 20) for end in ends)
    for end in ends:
        os.close(end)
    return moved


class Browser:
    """One browser with one page. Notes what the page says on its console and what it asks the network for."""

    def __init__(self, program="chromium"):
        self.profile = tempfile.mkdtemp(prefix="drawdown-browser-")
        # The browser reads commands from its descriptor 3 and writes to 4.
        read_end, self.to_browser = high_pipe()
        self.from_browser, write_end = high_pipe()
        flags = ["--headless=new", "--remote-debugging-pipe", "--no-first-run", "--disable-gpu", "--disable-dev-shm-usage",
                 "--disable-background-networking", "--disable-component-update", "--disable-extensions",
                 "--hide-scrollbars", "--force-color-profile=srgb", f"--user-data-dir={self.profile}"]
        if os.geteuid() == 0:
            flags.append("--no-sandbox")  # which the browser refuses to make for root
        start = f'exec "$@" 3<&{read_end} 4>&{write_end} {read_end}<&- {write_end}>&-'
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(["bash", "-c", start, "browser", program, *flags, "about:blank"],
                                        pass_fds=(read_end, write_end), stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        os.close(read_end)
        os.close(write_end)
        self.buffer = b""
        self.number = 0
        self.complaints = []
        self.requests = []
        self.loaded = False
        self.session = None
        self.attach()

    def attach(self):
        targets = self.call("Target.getTargets")["targetInfos"]
        page = next((t for t in targets if t["type"] == "page"), None)
        target = page["targetId"] if page else self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "Audits"):
            self.call(f"{domain}.enable")

    def read_message(self, deadline):
        while b"\0" not in self.buffer:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.from_browser], [], [], left)[0]:
                raise BrowserError("the browser does not answer")
            part = os.read(self.from_browser, 1 << 20)
            if not part:
                self.log.seek(0)
                raise BrowserError("the browser ended: " + self.log.read().decode(errors="replace")[-2000:])
            self.buffer += part
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, timeout=60, **parameters):
        """Calls a method of the protocol and gives its result."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session and not method.startswith("Target."):
            message["sessionId"] = self.session
        whole = json.dumps(message).encode() + b"\0"
        while whole:
            whole = whole[os.write(self.to_browser, whole):]
        deadline = time.monotonic() + timeout
        while True:
            answer = self.read_message(deadline)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise BrowserError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.hear(answer)

    def hear(self, event):
        kind, what = event.get("method"), event.get("params", {})
        if kind == "Runtime.exceptionThrown":
            details = what["exceptionDetails"]
            self.complaints.append(details.get("exception", {}).get("description", details["text"]))
        elif kind == "Runtime.consoleAPICalled" and what["type"] in ("error", "warning", "assert"):
            self.complaints.append(" ".join(str(each.get("value", each.get("description"))) for each in what["args"]))
        elif kind == "Log.entryAdded" and what["entry"]["level"] in ("error", "warning"):
            self.complaints.append(what["entry"]["text"])
        elif kind == "Audits.issueAdded":
            self.complaints.append(json.dumps(what["issue"]))
        elif kind == "Network.requestWillBeSent":
            self.requests.append(what["request"]["url"])
        elif kind == "Page.loadEventFired":
            self.loaded = True

    def open(self, path, fragment="", timeout=60):
        """Opens a file and waits until it is loaded; gives the seconds that took."""
        self.load("about:blank", timeout)
        self.complaints, self.requests = [], []
        began = time.monotonic()
        self.load("file://" + os.path.abspath(path) + fragment, timeout)
        return time.monotonic() - began

    def load(self, url, timeout):
        self.loaded = False
        deadline = time.monotonic() + timeout
        answer = self.call("Page.navigate", url=url)
        if "errorText" in answer:
            raise BrowserError(f"{url}: {answer['errorText']}")
        while not self.loaded:
            self.hear(self.read_message(deadline))

    def run(self, script):
        """The value of an expression in the page."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True,
                           userGesture=True)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise BrowserError(details.get("exception", {}).get("description", details["text"]))
        return answer["result"].get("value")

    def resize(self, width, height=900):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)

    def set_scripts(self, enabled):
        self.call("Emulation.setScriptExecutionDisabled", value=not enabled)

    def set_scheme(self, scheme):
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def screenshot(self, path, whole=True):
        answer = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        with open(path, "wb") as file:
            file.write(base64.b64decode(answer["data"]))

    def close(self):
        try:
            self.call("Browser.close", timeout=10)
        except (BrowserError, OSError):
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.to_browser)
        os.close(self.from_browser)
        shutil.rmtree(self.profile, ignore_errors=True)
