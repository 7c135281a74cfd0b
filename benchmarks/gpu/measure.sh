#!/bin/sh
# Everything that a machine with a GPU is asked for, unattended: sh benchmarks/gpu/measure.sh [OUTPUT_FOLDER] [cuda-80gb]
# Needs the repository with `npm ci` done and a driver; nothing is downloaded. Every step goes on when one before it failed.
set -u
cd "$(dirname "$0")/../.."
OUT=${1:-results/gpu}
PROFILE=${2:-cuda-80gb}
mkdir -p "$OUT"
step() {
  name=$1
  shift
  echo "== $name"
  start=$(date +%s)
  "$@" >"$OUT/$name.json" 2>"$OUT/$name.log"
  echo "$name exit $? in $(($(date +%s) - start)) s" | tee -a "$OUT/steps.txt"
}
: >"$OUT/steps.txt"
[ -f dist/main.js ] || npm run -s build
nvidia-smi >"$OUT/nvidia-smi.txt" 2>&1
step doctor node dist/main.js doctor --json
# The profile must be honoured or refused, never softened: exit 3 is a finding, too.
step bench-f16 node dist/main.js bench assay-extract --device "$PROFILE" --widths 1,8,32,64,128 --kv F16,Q8_0 --repetitions 5 --html "$OUT/bench.html" --json
# A model that a GPU can show itself with: random weights of a hundred million parameters serve for speed and memory.
if [ -f benchmarks/engine/write-random-model.mjs ]; then
  step random-model node benchmarks/engine/write-random-model.mjs "$OUT/random.gguf" 12 768 2560
  [ -f "$OUT/random.gguf" ] && step bench-random node dist/main.js bench "$OUT/random.gguf" --device "$PROFILE" --widths 1,8,32,64 --repetitions 5 --json
fi
sed -e "s/^device: .*/device: $PROFILE/" experiments/quantization.yaml >"$OUT/quantization.yaml"
step run node dist/main.js run "$OUT/quantization.yaml" --results "$OUT/runs" --no-cache --json
for run in "$OUT"/runs/*/; do
  step verify node dist/main.js verify "$run" --json
  step distance node dist/main.js distance "$run" --json
  step overhead node benchmarks/overhead.mjs run "$run"
done
cat "$OUT/steps.txt"
