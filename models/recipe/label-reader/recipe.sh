#!/bin/sh
# Makes models/label-reader from nothing: about 10 minutes of one core. Needs Python 3 with torch, onnx and Pillow, and the fonts
# DejaVu and Liberation where labels.py names them.
set -eu
cd "$(dirname "$0")"
python3 train.py
python3 export.py
python3 examples.py
python3 write_card.py
