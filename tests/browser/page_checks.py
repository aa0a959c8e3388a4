"""What every page must be, whatever it shows, in each scheme and at each width."""

import itertools
import os

import accessibility

WIDTHS = (360, 800, 1600)
SCHEMES = ("light", "dark")


def assert_sound(test, browser):
    """Of the page that is open: no errors, nothing fetched, nothing too wide, nothing unreadable."""
    test.assertEqual(browser.complaints(), [])
    test.assertEqual(browser.requests(), [])
    test.assertEqual(browser.overflow(), 0)
    test.assertEqual(accessibility.structure(browser), [])
    test.assertEqual(accessibility.contrast(browser), [])
    test.assertEqual(accessibility.axe(browser), [])


def in_each_view(test, browser, address, name, pictures, also=None):
    """Opens the page once for each view, as a page takes its time, makes every check of it, `also`
    too, and keeps a picture where they are wanted."""
    for scheme, width in itertools.product(SCHEMES, WIDTHS):
        with test.subTest(page=name, scheme=scheme, width=width):
            browser.size(width)
            browser.scheme(scheme)
            browser.open(address)
            assert_sound(test, browser)
            if also:
                also()
            keep_picture(browser, pictures, f"{name}-{scheme}-{width}.png")


def keep_picture(browser, folder, name):
    """Where pictures are wanted at all."""
    if folder:
        os.makedirs(folder, exist_ok=True)
        browser.picture(os.path.join(folder, name))
