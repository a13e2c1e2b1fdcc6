package org.distill4j.cli.config;

import static org.distill4j.cli.kind.Expression.call;
import static org.distill4j.cli.kind.Expression.choice;
import static org.distill4j.cli.kind.Expression.given;
import static org.distill4j.cli.kind.Key.free;
import static org.distill4j.cli.kind.Key.required;
import static org.distill4j.cli.kind.ValueTypes.FLAG;
import static org.distill4j.cli.kind.ValueTypes.NUMBER;
import static org.distill4j.cli.kind.ValueTypes.PATH;
import static org.distill4j.cli.kind.ValueTypes.TEXT;
import static org.distill4j.cli.kind.ValueTypes.TEXTS;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.distill4j.cli.kind.Expression;
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
      free(
          "input",
          ShapeTypes.FREE,
          "the axes of one example, without the batch; a name is an axis of any length");
  private static final Key<String> NAME = required("name", TEXT, "the input's name");
  private static final Key<Shape> SHAPE =
      required("shape", ShapeTypes.FREE, "the axes of one example, names for those of any length");
  private static final Key<Boolean> IDS =
      Key.of("ids", FLAG, false, "whether the input is ids of tokens rather than numbers");
  private static final Expression<DType> TYPE =
      choice(IDS, Expression.constant(DType.INT32), Expression.constant(DType.FLOAT32));
  private static final Key<ModelInputs> INPUTS =
      free(
          "inputs",
          ValueTypes.some(
              "inputs",
              "{name: ids, shape: [length], ids: true}",
              Section.of("input", NAME, SHAPE, IDS),
              ModelKinds::inputs),
          "several inputs with names, in place of input; the first layer is given the first");
  private static final Key<Layer> LAYERS =
      required("layers", KindGroups.LAYERS, "what makes logits of a batch");
  private static final Key<String[]> TAPS =
      free("taps", TEXTS, "paths of layers that are outputs too");

  private static final Key<Path> FILE = required("file", PATH, "the ONNX file");
  private static final Key<String> OUTPUT =
      free("output", TEXT, "name of the output that counts; all if left out");
  private static final Key<Path> FOLDER =
      required("folder", PATH, "folder with config.json and model.safetensors");
  private static final Key<int[]> CHOSEN =
      free(
          "layers",
          ShapeTypes.SHAPE,
          "the blocks that it has, from 0; [] for the embeddings alone, all if left out");
  private static final Key<Double> DROPOUT =
      free("dropout", NUMBER, "rate of dropout in training; as the folder says if left out");
  private static final Expression<SentencePooling> MEAN =
      call(SentencePooling::mean, Expression.text(TokenSequences.MASK));
  private static final Expression<SentencePooling> FIRST = call(SentencePooling::first);
  private static final Key<SentencePooling> POOLING =
      free(
          "pooling",
          KindGroup.of(
              "pooling",
              Kind.of("mean", "The mean over the tokens, of length 1", MEAN),
              Kind.of("first", "The first token, of length 1", FIRST),
              Kind.of(
                  "mean-as-it-is",
                  "The mean over the tokens",
                  MEAN.then(SentencePooling::keepingLength)),
              Kind.of(
                  "first-as-it-is", "The first token", FIRST.then(SentencePooling::keepingLength))),
          "how a text's tokens become one vector, the output \"embedding\"");

  /** Adds the models. */
  static void addTo(KindRegistry registry) {
    registry.add(
        KindGroups.MODELS,
        Kind.of(
            "mlp",
            "A classifier of dense layers with ReLU between them",
            call(
                Models::mlp,
                required("widths", ShapeTypes.SHAPE, "the widths, from input to output"))),
        Kind.built(
            "layers",
            "A classifier of any layers",
            ModelKinds::layers,
            INPUT,
            INPUTS,
            LAYERS,
            IDS,
            TAPS),
        Kind.of(
            "onnx",
            "The network of an ONNX file, with its weights",
            tapped(
                given(
                    POOLING,
                    call(SentenceModel::of, onnx(SentenceModel.STATES), POOLING),
                    onnx(Outputs.LOGITS)))),
        Kind.of(
            "hugging-face",
            "An encoder in a folder of Hugging Face, whole or in part, with its weights",
            tapped(
                call(HuggingFaceFolder::open, FOLDER)
                    .with(HuggingFaceFolder::sentences, POOLING)
                    .with(HuggingFaceFolder::layers, CHOSEN)
                    .with(HuggingFaceFolder::withDropout, DROPOUT)
                    .then(HuggingFaceFolder::pretrained)),
            FOLDER,
            CHOSEN));
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

  /** The network of a file, whose chosen output gets that name. */
  private static Expression<Model> onnx(String name) {
    Expression<Map<String, String>> outputs = call(Map::of, OUTPUT, Expression.text(name));
    return given(OUTPUT, call(OnnxModel::open, FILE, outputs), call(OnnxModel::open, FILE));
  }

  private static Expression<Model> tapped(Expression<Model> model) {
    return model.with(TappedModel::of, TAPS);
  }

  private static Expression<Model> layers(KeyValues values) {
    boolean input = values.find(INPUT).isPresent();
    if (input == values.find(INPUTS).isPresent()) {
      values
          .location()
          .refuse(
              input ? " has both input and inputs" : " has neither input nor inputs",
              "one of them",
              "write input: [784], or inputs with a name, a shape and ids for each");
    }
    Expression<Shape> shape = given(INPUT, Expression.of(INPUT), call(Shape::scalar));
    return tapped(
            given(
                INPUTS,
                call(Models::of, INPUTS, LAYERS),
                call(Models::of, call(TensorSpec::new, TYPE, shape), LAYERS)))
        .in(values);
  }

  private static Expression<ModelInputs> inputs(List<Expression<KeyValues>> sections) {
    Expression<TensorSpec> spec = call(TensorSpec::new, TYPE, SHAPE);
    KeyValues first = sections.get(0).value();
    Expression<ModelInputs> all = call(ModelInputs::of, NAME, spec).in(first);
    for (Expression<KeyValues> section : sections.subList(1, sections.size())) {
      all = call(ModelInputs::and, all, NAME, spec).in(section.value());
    }
    return all;
  }
}
