package org.distill4j.cli.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.cli.kind.JavaExpression;
import org.distill4j.cli.kind.Key;
import org.distill4j.cli.kind.KeyValues;
import org.distill4j.cli.kind.Kind;
import org.distill4j.cli.kind.KindGroup;
import org.distill4j.cli.kind.KindGroups;
import org.distill4j.cli.kind.KindRegistry;
import org.distill4j.cli.kind.Section;
import org.distill4j.cli.kind.ShapeTypes;
import org.distill4j.cli.kind.ValueTypes;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.layer.SentencePooling;
import org.distill4j.core.model.ModelInputs;
import org.distill4j.core.model.Models;
import org.distill4j.core.model.PretrainedModel;
import org.distill4j.core.model.SentenceModel;
import org.distill4j.core.model.TappedModel;
import org.distill4j.model.Layer;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.onnx.OnnxModel;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.text.HuggingFaceFolder;

/** Models. */
final class ModelKinds {
  private ModelKinds() {}

  private static final Key<Shape> INPUT =
      Key.free(
          "input",
          ShapeTypes.FREE,
          "the axes of one example, without the batch; a name is an axis of any length");
  private static final Key<String> NAME = Key.required("name", ValueTypes.TEXT, "the input's name");
  private static final Key<Shape> SHAPE =
      Key.required(
          "shape", ShapeTypes.FREE, "the axes of one example, names for those of any length");
  private static final Key<Boolean> IDS =
      Key.of(
          "ids", ValueTypes.FLAG, false, "whether the input is ids of tokens rather than numbers");
  private static final Key<ModelInputs> INPUTS =
      Key.free(
          "inputs",
          ValueTypes.some(
              "inputs",
              "{name: ids, shape: [length], ids: true}",
              Section.of("input", NAME, SHAPE, IDS),
              ModelKinds::inputs),
          "several inputs with names, in place of input; the first layer is given the first");
  private static final Key<Layer> LAYERS =
      Key.required("layers", KindGroups.LAYERS, "what makes logits of a batch");
  private static final Key<String[]> TAPS =
      Key.free("taps", ValueTypes.TEXTS, "paths of layers that are outputs too");

  private static final Key<Path> FILE = Key.required("file", ValueTypes.PATH, "the ONNX file");
  private static final Key<String> OUTPUT =
      Key.free("output", ValueTypes.TEXT, "name of the output that counts; all if left out");
  private static final Key<Path> FOLDER =
      Key.required("folder", ValueTypes.PATH, "folder with config.json and model.safetensors");
  private static final Key<int[]> CHOSEN =
      Key.free(
          "layers",
          ShapeTypes.SHAPE,
          "the blocks that it has, from 0; [] for the embeddings alone, all if left out");
  private static final Key<Double> DROPOUT =
      Key.free(
          "dropout",
          ValueTypes.NUMBER,
          "rate of dropout in training; as the folder says if left out");
  private static final Key<SentencePooling> POOLING =
      Key.free(
          "pooling",
          KindGroup.of(
              "pooling",
              Kind.built("mean", "The mean over the tokens, of length 1", values -> mean()),
              Kind.of("first", "The first token, of length 1", SentencePooling::first),
              Kind.built(
                  "mean-as-it-is",
                  "The mean over the tokens",
                  values -> mean().then(SentencePooling::keepingLength)),
              Kind.built(
                  "first-as-it-is",
                  "The first token",
                  values ->
                      JavaExpression.call(SentencePooling::first)
                          .then(SentencePooling::keepingLength))),
          "how a text's tokens become one vector, the output \"embedding\"");

  private static JavaExpression<SentencePooling> mean() {
    return JavaExpression.call(SentencePooling::mean, JavaExpression.text(TokenSequences.MASK));
  }

  /** Adds the models. */
  static void addTo(KindRegistry registry) {
    registry.add(
        KindGroups.MODELS,
        Kind.of(
            "mlp",
            "A classifier of dense layers with ReLU between them",
            Models::mlp,
            Key.required("widths", ShapeTypes.SHAPE, "the widths, from input to output")),
        Kind.built(
            "layers",
            "A classifier of any layers",
            ModelKinds::layers,
            INPUT,
            INPUTS,
            LAYERS,
            IDS,
            TAPS),
        Kind.built(
            "onnx",
            "The network of an ONNX file, with its weights",
            ModelKinds::onnx,
            FILE,
            OUTPUT,
            POOLING,
            TAPS),
        Kind.built(
            "hugging-face",
            "An encoder in a folder of Hugging Face, whole or in part, with its weights",
            ModelKinds::huggingFace,
            FOLDER,
            CHOSEN,
            POOLING,
            DROPOUT,
            TAPS));
  }

  /**
   * Whether a model has weights of its own, as those in files do.
   *
   * @param model the model
   * @return whether it needs no others to teach
   */
  static boolean isPretrained(Model model) {
    return model instanceof OnnxModel
        || model instanceof PretrainedModel
        || (model instanceof SentenceModel sentences && isPretrained(sentences.encoder()))
        || (model instanceof TappedModel tapped && isPretrained(tapped.model()));
  }

  private static JavaExpression<Model> onnx(KeyValues values) {
    Optional<JavaExpression<SentencePooling>> pooling = values.find(POOLING);
    String name = pooling.isPresent() ? SentenceModel.STATES : Outputs.LOGITS;
    JavaExpression<Path> file = values.get(FILE);
    JavaExpression<Model> model =
        values
            .find(OUTPUT)
            .map(
                output ->
                    JavaExpression.<String, String, Map<String, String>>call(
                        Map::of, output, JavaExpression.text(name)))
            .map(
                outputs ->
                    JavaExpression.<Path, Map<String, String>, Model>call(
                        OnnxModel::open, file, outputs))
            .orElseGet(() -> JavaExpression.call(OnnxModel::open, file));
    return tapped(values, pooling.map(how -> sentences(model, how)).orElse(model));
  }

  private static JavaExpression<Model> sentences(
      JavaExpression<Model> model, JavaExpression<SentencePooling> how) {
    return JavaExpression.call(SentenceModel::of, model, how);
  }

  private static JavaExpression<Model> huggingFace(KeyValues values) {
    return tapped(
        values,
        JavaExpression.call(HuggingFaceFolder::open, values.get(FOLDER))
            .with(HuggingFaceFolder::sentences, values.find(POOLING))
            .with(HuggingFaceFolder::layers, values.find(CHOSEN))
            .with(HuggingFaceFolder::withDropout, values.find(DROPOUT))
            .then(HuggingFaceFolder::pretrained));
  }

  private static JavaExpression<Model> layers(KeyValues values) {
    JavaExpression<Layer> layers = values.get(LAYERS);
    return tapped(
        values,
        given(values)
            .map(
                inputs ->
                    JavaExpression.<ModelInputs, Layer, Model>call(Models::of, inputs, layers))
            .orElseGet(() -> JavaExpression.call(Models::of, spec(values), layers)));
  }

  private static JavaExpression<Model> tapped(KeyValues values, JavaExpression<Model> model) {
    return model.with(TappedModel::of, values.find(TAPS));
  }

  /** Several inputs with names, if there are not only one. */
  private static Optional<JavaExpression<ModelInputs>> given(KeyValues values) {
    boolean input = values.find(INPUT).isPresent();
    Optional<JavaExpression<ModelInputs>> inputs = values.find(INPUTS);
    if (input == inputs.isPresent()) {
      values
          .location()
          .refuse(
              input ? " has both input and inputs" : " has neither input nor inputs",
              "one of them",
              "write input: [784], or inputs with a name, a shape and ids for each");
    }
    return inputs;
  }

  private static JavaExpression<TensorSpec> spec(KeyValues values) {
    JavaExpression<Shape> shape =
        values
            .find(INPUT)
            .or(() -> values.find(SHAPE))
            .orElseGet(() -> JavaExpression.call(Shape::scalar));
    DType type = values.value(IDS) ? DType.INT32 : DType.FLOAT32;
    return JavaExpression.call(TensorSpec::new, JavaExpression.constant(type), shape);
  }

  private static JavaExpression<ModelInputs> inputs(List<JavaExpression<KeyValues>> sections) {
    Optional<JavaExpression<ModelInputs>> all = Optional.empty();
    for (JavaExpression<KeyValues> section : sections) {
      JavaExpression<String> name = section.value().get(NAME);
      JavaExpression<TensorSpec> spec = spec(section.value());
      all =
          Optional.of(
              all.map(before -> before.then(ModelInputs::and, name, spec))
                  .orElseGet(() -> JavaExpression.call(ModelInputs::of, name, spec)));
    }
    return all.orElseThrow();
  }
}
