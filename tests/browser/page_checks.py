"""What every page must be, whatever it shows, in each scheme and at each width."""

import os

import accessibility


def assert_sound(test, browser):
    """Of the page that is open: no errors, nothing fetched, nothing too wide, nothing unreadable."""
    test.assertEqual(browser.complaints(), [])
    test.assertEqual(browser.requests(), [])
    test.assertEqual(browser.overflow(), 0)
    test.assertEqual(accessibility.structure(browser), [])
    test.assertEqual(accessibility.contrast(browser), [])
    test.assertEqual(accessibility.axe(browser), [])


def keep_picture(browser, folder, name):
    """Where pictures are wanted at all."""
    if folder:
        os.makedirs(folder, exist_ok=True)
        browser.picture(os.path.join(folder, name))
