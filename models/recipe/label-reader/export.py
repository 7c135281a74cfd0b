"""Writes the trained reader as transformers.js expects a vision encoder-decoder: models/label-reader/."""
import argparse
import json
import pathlib

import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from labels import HEIGHT, WIDTH
from model import HEADS, INNER, LAYERS, POSITIONS, WIDE, Reader
from tokens import END, MARKS, PAD, SPECIAL, START, VOCABULARY
from train import WORK

OPSET = 14
KINDS = [f"{index}.{side}.{part}" for index in range(LAYERS) for side in ("decoder", "encoder") for part in ("key", "value")]


class First(torch.nn.Module):
    """The first pass: every token of the task, no earlier ones."""

    def __init__(self, reader: Reader):
        super().__init__()
        self.decoder = reader.decoder

    def forward(self, input_ids, encoder_hidden_states):
        logits, pasts, _ = self.decoder(input_ids, encoder_hidden_states)
        return (logits, *(tensor for past in pasts for tensor in past))


class Next(First):
    """A further pass: one token, and what the passes before it kept."""

    def forward(self, input_ids, *past):
        pasts = [past[index * 4 : index * 4 + 4] for index in range(LAYERS)]
        logits, pasts, _ = self.decoder(input_ids, None, pasts)
        return (logits, *(tensor for past in pasts for tensor in past))


def export_decoder(reader: Reader) -> onnx.ModelProto:
    """One graph with both passes as branches of an `If`, their weights held once."""
    cells, head = torch.randn(2, 320, WIDE), WIDE // HEADS
    inputs = ["input_ids", "encoder_hidden_states", *(f"past_key_values.{kind}" for kind in KINDS)]
    outputs = ["logits", *(f"present.{kind}" for kind in KINDS)]
    first = export(First(reader), (torch.tensor([[4, 5], [4, 6]]), cells), inputs[:2], outputs)
    past = [torch.randn(2, HEADS, 3 if "decoder" in kind else 320, head) for kind in KINDS]
    following = export(Next(reader), (torch.tensor([[4], [5]]), *past), [inputs[0], *inputs[2:]], outputs)
    shared: dict[bytes, onnx.TensorProto] = {}
    branches = [branch(following, "next", inputs, shared), branch(first, "first", inputs, shared)]
    node = helper.make_node("If", ["use_cache_branch"], outputs, then_branch=branches[0], else_branch=branches[1])
    tensors = {
        "input_ids": (TensorProto.INT64, ["batch_size", "decoder_sequence_length"]),
        "encoder_hidden_states": (TensorProto.FLOAT, ["batch_size", "encoder_sequence_length", WIDE]),
        "logits": (TensorProto.FLOAT, ["batch_size", "decoder_sequence_length", len(VOCABULARY)]),
        "use_cache_branch": (TensorProto.BOOL, [1]),
    }
    for kind in KINDS:
        side = "decoder" if "decoder" in kind else "encoder"
        for prefix, length in (("past_key_values", f"past_{side}_sequence_length"), ("present", f"{side}_length_out")):
            tensors[f"{prefix}.{kind}"] = (TensorProto.FLOAT, ["batch_size", HEADS, length, head])
    value = lambda name: helper.make_tensor_value_info(name, *tensors[name])
    graph = helper.make_graph(
        [node], "decoder", [value(name) for name in (*inputs, "use_cache_branch")], [value(name) for name in outputs],
        initializer=list(shared.values()),
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="assay label-reader")
    model.ir_version = 8
    onnx.checker.check_model(model)
    return model


def export(module: torch.nn.Module, inputs: tuple, names: list[str], outputs: list[str]) -> onnx.ModelProto:
    path = WORK / "part.onnx"
    axes = {name: {0: "batch_size"} for name in (*names, *outputs)}
    axes["input_ids"][1] = "decoder_sequence_length"
    axes["logits"][1] = "decoder_sequence_length"
    for name in (*names, *outputs):
        if "." in name:
            axes[name][2] = name
    if "encoder_hidden_states" in names:
        axes["encoder_hidden_states"][1] = "encoder_sequence_length"
    torch.onnx.export(module.eval(), inputs, path, input_names=names, output_names=outputs, dynamic_axes=axes, opset_version=OPSET)
    return onnx.load(path)


def branch(model: onnx.ModelProto, prefix: str, outside: list[str], shared: dict[bytes, onnx.TensorProto]) -> onnx.GraphProto:
    """A graph without inputs: they and all weights come from around it. Every other name gets a prefix."""
    names = {name: name for name in outside}
    for tensor in model.graph.initializer:
        array = numpy_helper.to_array(tensor)
        key = str((array.dtype, array.shape)).encode() + array.tobytes()
        if key not in shared:
            shared[key] = numpy_helper.from_array(array, f"weight_{len(shared)}")
        names[tensor.name] = shared[key].name
    rename = lambda name: names.get(name, f"{prefix}/{name}") if name else name
    nodes = []
    for node in model.graph.node:
        copy = onnx.NodeProto()
        copy.CopyFrom(node)
        copy.name = f"{prefix}/{node.name}"
        copy.input[:] = [rename(name) for name in node.input]
        copy.output[:] = [rename(name) for name in node.output]
        nodes.append(copy)
    outputs = [helper.make_tensor_value_info(rename(output.name), TensorProto.FLOAT, None) for output in model.graph.output]
    return helper.make_graph(nodes, prefix, [], outputs)


def export_encoder(reader: Reader, path: pathlib.Path) -> None:
    torch.onnx.export(
        reader.encoder.eval(), (torch.randn(2, 3, HEIGHT, WIDTH),), path, input_names=["pixel_values"],
        output_names=["last_hidden_state"], opset_version=OPSET,
        dynamic_axes={"pixel_values": {0: "batch_size"}, "last_hidden_state": {0: "batch_size"}},
    )
    onnx.checker.check_model(onnx.load(path))


def configurations() -> dict[str, object]:
    ids = {"bos_token_id": 0, "pad_token_id": PAD, "eos_token_id": END, "decoder_start_token_id": START}
    decoder = {
        "model_type": "mbart", "d_model": WIDE, "decoder_layers": LAYERS, "decoder_attention_heads": HEADS,
        "encoder_layers": LAYERS, "encoder_attention_heads": HEADS, "decoder_ffn_dim": INNER,
        "max_position_embeddings": POSITIONS, "vocab_size": len(VOCABULARY), "is_decoder": True, "add_cross_attention": True,
    }
    encoder = {"model_type": "donut-swin", "image_size": [HEIGHT, WIDTH], "num_channels": 3, "hidden_size": WIDE}
    return {
        "config.json": {
            "_name_or_path": "label-reader", "architectures": ["VisionEncoderDecoderModel"], "model_type": "vision-encoder-decoder",
            "is_encoder_decoder": True, "encoder": encoder, "decoder": decoder, "vocab_size": len(VOCABULARY), **ids,
        },
        "generation_config.json": {**ids, "max_length": POSITIONS},
        "preprocessor_config.json": {
            "image_processor_type": "DonutImageProcessor", "feature_extractor_type": "DonutFeatureExtractor",
            "do_resize": True, "do_thumbnail": True, "do_pad": True, "do_align_long_axis": False, "do_rescale": True,
            "rescale_factor": 1 / 255, "do_normalize": True, "image_mean": [0.5] * 3, "image_std": [0.5] * 3,
            "resample": 2, "size": {"height": HEIGHT, "width": WIDTH},
        },
        "tokenizer_config.json": {
            "tokenizer_class": "XLMRobertaTokenizer", "bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>",
            "unk_token": "<unk>", "model_max_length": POSITIONS, "clean_up_tokenization_spaces": False,
        },
        "tokenizer.json": {
            "version": "1.0", "truncation": None, "padding": None,
            "added_tokens": [
                {"id": index, "content": token, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
                 "special": token in SPECIAL}
                for index, token in enumerate((*SPECIAL, *MARKS))
            ],
            "normalizer": None,
            "pre_tokenizer": {"type": "Metaspace", "replacement": "\u2581", "add_prefix_space": True, "prepend_scheme": "always"},
            "post_processor": None,
            "decoder": {"type": "Metaspace", "replacement": "\u2581", "add_prefix_space": True, "prepend_scheme": "always"},
            "model": {"type": "Unigram", "unk_id": 3, "vocab": [[token, 0.0 if token in SPECIAL or token in MARKS else -3.0] for token in VOCABULARY]},
        },
    }


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--out", default=pathlib.Path(__file__).parents[2] / "label-reader", type=pathlib.Path)
    out = arguments.parse_args().out
    torch.set_num_threads(1)
    reader = Reader()
    reader.load_state_dict(torch.load(WORK / "reader.pt"))
    (out / "onnx").mkdir(parents=True, exist_ok=True)
    with torch.no_grad():
        export_encoder(reader, out / "onnx" / "encoder_model.onnx")
        onnx.save(export_decoder(reader), out / "onnx" / "decoder_model_merged.onnx")
    for name, content in configurations().items():
        (out / name).write_text(f"{json.dumps(content, indent=2, ensure_ascii=False)}\n")


if __name__ == "__main__":
    main()
