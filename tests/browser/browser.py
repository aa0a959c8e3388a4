"""One headless Chromium for all pages of a test: what it drew, said and asked for."""

import base64
import json

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

LIMIT = 120  # seconds; generous, nothing waits for it when all is well
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
         "--hide-scrollbars", "--disable-background-networking", "--no-first-run")


class Browser:
    def __init__(self):
        options = Options()
        for flag in FLAGS:
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self.driver.set_script_timeout(LIMIT)

    def close(self):
        self.driver.quit()

    def cdp(self, method, **parameters):
        return self.driver.execute_cdp_cmd(method, parameters)

    def js(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def js_later(self, script, *arguments):
        """What the script hands to its last argument, a function."""
        return self.driver.execute_async_script(script, *arguments)

    def size(self, width, height=900):
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height,
                 deviceScaleFactor=1, mobile=False)

    def scheme(self, scheme, medium=""):
        self.cdp("Emulation.setEmulatedMedia", media=medium,
                 features=[{"name": "prefers-color-scheme", "value": scheme}])

    def scripts(self, allowed):
        self.cdp("Emulation.setScriptExecutionDisabled", value=not allowed)

    def open(self, address):
        self.driver.get_log("browser")
        self.driver.get_log("performance")
        self.driver.get(address)

    def complaints(self):
        """What the console said since the page was opened."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self):
        """What was asked for since the page was opened, the page itself aside."""
        asked = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                asked.append(message["params"]["request"]["url"])
        return [url for url in asked[1:] if not url.startswith("data:")]

    def overflow(self):
        """By how many pixels the page is wider than the window."""
        return self.js("const d = document.documentElement; return d.scrollWidth - d.clientWidth")

    def picture(self, file, top=0, height=None):
        """Of the whole page, or of a part of it."""
        height = height or self.js("return document.documentElement.scrollHeight")
        png = self.cdp("Page.captureScreenshot", format="png", captureBeyondViewport=True,
                       clip={"x": 0, "y": top, "width": self.js("return innerWidth"),
                             "height": height, "scale": 1})
        with open(file, "wb") as out:
            out.write(base64.b64decode(png["data"]))
