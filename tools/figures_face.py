#!/usr/bin/env python3
"""Cuts the figures face of the pages out of Source Serif 4: ten digits, the signs of
numbers and x, in two weights, some 2 KB each. Run by hand when the face changes:

    npm pack source-serif@4.5.1 && tar xzf source-serif-4.5.1.tgz
    /usr/bin/python3 tools/figures_face.py package ui      # python3-fonttools, python3-brotli

Source Serif is under the SIL Open Font License, whose reserved name a cut face may
not bear: this one is called JG Figures. ui/figures.OFL.txt is the licence."""
import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

SIGNS = "0123456789%+-,./:−x＊"
WEIGHTS = {"Regular": 400, "Semibold": 600}
KEPT_NAMES = {0, 13, 14}  # copyright, licence and its address


def cut(source, target, weight):
    options = subset.Options()
    options.layout_features = ["tnum", "lnum", "kern"]
    options.hinting = False
    options.flavor = "woff2"
    options.name_IDs = ["*"]
    font = TTFont(source, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=SIGNS)
    subsetter.subset(font)
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in KEPT_NAMES and record.platformID == 3]
    for name_id, text in {1: "JG Figures", 2: "Regular", 3: f"JG Figures {weight}", 4: f"JG Figures {weight}",
                          6: f"JGFigures-{weight}"}.items():
        names.setName(text, name_id, 3, 1, 0x409)
    font.flavor = "woff2"
    font.save(target)


def main():
    package, folder = map(pathlib.Path, sys.argv[1:3])
    for style, weight in WEIGHTS.items():
        target = folder / f"figures-{weight}.woff2"
        cut(package / "TTF" / f"SourceSerif4-{style}.ttf", target, weight)
        print(target, target.stat().st_size)
    (folder / "figures.OFL.txt").write_text((package / "LICENSE.md").read_text(encoding="utf-8"), encoding="utf-8")


if __name__ == "__main__":
    main()
