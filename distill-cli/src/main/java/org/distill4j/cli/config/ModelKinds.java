package org.distill4j.cli.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.layer.SentencePooling;
import org.distill4j.core.model.ModelInputs;
import org.distill4j.core.model.Models;
import org.distill4j.core.model.PretrainedModel;
import org.distill4j.core.model.SentenceModel;
import org.distill4j.core.model.TappedModel;
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

  private static final Key INPUT =
      Key.free(
          "input",
          ShapeTypes.FREE,
          "the axes of one example, without the batch; a name is an axis of any length");
  private static final Key NAME = Key.required("name", ValueTypes.TEXT, "the input's name");
  private static final Key SHAPE =
      Key.required(
          "shape", ShapeTypes.FREE, "the axes of one example, names for those of any length");
  private static final Key IDS =
      Key.of(
          "ids", ValueTypes.FLAG, false, "whether the input is ids of tokens rather than numbers");
  private static final Key INPUTS =
      Key.free(
          "inputs",
          ValueTypes.list(Section.of("input", NAME, SHAPE, IDS), ModelKinds::inputs),
          "several inputs with names, in place of input; the first layer is given the first");
  private static final Key LAYERS =
      Key.required("layers", LayerKinds.all(), "what makes logits of a batch");
  private static final Key TAPS =
      Key.free(
          "taps",
          ValueTypes.list(ValueTypes.TEXT, paths -> JavaExpression.array(String.class, paths)),
          "paths of layers that are outputs too");

  private static final Key FILE = Key.required("file", ValueTypes.PATH, "the ONNX file");
  private static final Key OUTPUT =
      Key.free("output", ValueTypes.TEXT, "name of the output that counts; all if left out");
  private static final Key FOLDER =
      Key.required("folder", ValueTypes.PATH, "folder with config.json and model.safetensors");
  private static final Key CHOSEN =
      Key.free(
          "layers",
          ShapeTypes.SHAPE,
          "the blocks that it has, from 0; [] for the embeddings alone, all if left out");
  private static final Key DROPOUT =
      Key.free(
          "dropout",
          ValueTypes.NUMBER,
          "rate of dropout in training; as the folder says if left out");
  private static final Key POOLING =
      Key.free(
          "pooling",
          KindGroup.of(
              "pooling",
              Kind.made(
                  "mean",
                  "The mean over the tokens, of length 1",
                  values ->
                      JavaExpression.call(
                          SentencePooling.class,
                          "mean",
                          List.of(JavaExpression.text(TokenSequences.MASK)))),
              Kind.of("first", "The first token, of length 1", SentencePooling.class, "first"),
              Kind.made(
                  "mean-as-it-is",
                  "The mean over the tokens",
                  values ->
                      JavaExpression.call(
                              SentencePooling.class,
                              "mean",
                              List.of(JavaExpression.text(TokenSequences.MASK)))
                          .then("keepingLength")),
              Kind.made(
                  "first-as-it-is",
                  "The first token",
                  values ->
                      JavaExpression.call(SentencePooling.class, "first", List.of())
                          .then("keepingLength"))),
          "how a text's tokens become one vector, the output \"embedding\"");

  static final KindGroup ALL =
      KindGroup.of(
          "model",
          Kind.of(
              "mlp",
              "A classifier of dense layers with ReLU between them",
              Models.class,
              "mlp",
              Key.required("widths", ShapeTypes.SHAPE, "the widths, from input to output")),
          Kind.made(
              "layers",
              "A classifier of any layers",
              ModelKinds::layers,
              INPUT,
              INPUTS,
              LAYERS,
              IDS,
              TAPS),
          Kind.made(
              "onnx",
              "The network of an ONNX file, with its weights",
              ModelKinds::onnx,
              FILE,
              OUTPUT,
              POOLING,
              TAPS),
          Kind.made(
              "hugging-face",
              "An encoder in a folder of Hugging Face, whole or in part, with its weights",
              ModelKinds::huggingFace,
              FOLDER,
              CHOSEN,
              POOLING,
              DROPOUT,
              TAPS));

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

  private static JavaExpression onnx(KeyValues values) {
    Optional<JavaExpression> pooling = values.find(POOLING);
    String name = pooling.isPresent() ? SentenceModel.STATES : Outputs.LOGITS;
    JavaExpression file = values.get(FILE);
    JavaExpression model =
        values
            .find(OUTPUT)
            .map(
                output ->
                    JavaExpression.call(
                        Map.class, "of", List.of(output, JavaExpression.text(name))))
            .map(outputs -> JavaExpression.call(OnnxModel.class, "open", List.of(file, outputs)))
            .orElseGet(() -> JavaExpression.call(OnnxModel.class, "open", List.of(file)));
    return tapped(
        values,
        pooling
            .map(how -> JavaExpression.call(SentenceModel.class, "of", List.of(model, how)))
            .orElse(model));
  }

  private static JavaExpression huggingFace(KeyValues values) {
    JavaExpression folder =
        JavaExpression.call(HuggingFaceFolder.class, "open", List.of(values.get(FOLDER)));
    folder = DataKinds.with(folder, "sentences", values.find(POOLING));
    folder = DataKinds.with(folder, "layers", values.find(CHOSEN));
    folder = DataKinds.with(folder, "withDropout", values.find(DROPOUT));
    return tapped(values, folder.then("pretrained"));
  }

  private static JavaExpression layers(KeyValues values) {
    return tapped(
        values,
        JavaExpression.call(Models.class, "of", List.of(given(values), values.get(LAYERS))));
  }

  private static JavaExpression tapped(KeyValues values, JavaExpression model) {
    return values
        .find(TAPS)
        .map(taps -> JavaExpression.call(TappedModel.class, "of", List.of(model, taps)))
        .orElse(model);
  }

  /** The only input, or several with names. */
  private static JavaExpression given(KeyValues values) {
    Optional<JavaExpression> input = values.find(INPUT);
    Optional<JavaExpression> inputs = values.find(INPUTS);
    if (input.isPresent() == inputs.isPresent()) {
      values
          .site()
          .refuse(
              input.isPresent() ? " has both input and inputs" : " has neither input nor inputs",
              "one of them",
              "write input: [784], or inputs with a name, a shape and ids for each");
    }
    return inputs.orElseGet(
        () ->
            spec(
                values,
                input.orElseGet(() -> JavaExpression.call(Shape.class, "scalar", List.of()))));
  }

  private static JavaExpression spec(KeyValues values, JavaExpression shape) {
    boolean ids = values.get(IDS).as(Boolean.class);
    JavaExpression type = JavaExpression.constant(ids ? DType.INT32 : DType.FLOAT32);
    return JavaExpression.create(TensorSpec.class, List.of(type, shape));
  }

  private static JavaExpression inputs(List<JavaExpression> sections) {
    Optional<JavaExpression> all = Optional.empty();
    for (JavaExpression section : sections) {
      KeyValues input = section.as(KeyValues.class);
      JavaExpression name = input.get(NAME);
      JavaExpression spec = spec(input, input.get(SHAPE));
      all =
          Optional.of(
              all.map(before -> before.then("and", name, spec))
                  .orElseGet(
                      () -> JavaExpression.call(ModelInputs.class, "of", List.of(name, spec))));
    }
    return all.orElseGet(() -> JavaExpression.literal("", "ModelInputs"));
  }
}
