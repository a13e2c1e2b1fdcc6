package org.distill4j.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.core.checkpoint.Checkpoints;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.layer.TransformerBlock;
import org.distill4j.core.model.ModelInputs;
import org.distill4j.core.model.Models;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.onnx.OnnxExport;
import org.distill4j.program.Recorder;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The Java program of a run")
class JavaProgramTest {
  private static final String CONVOLUTION =
      """
      data:
        train: {idx: {images: DIR/images, labels: DIR/labels, normalization: centered}}
      student:
        model:
          layers:
            input: [1, 4, 4]
            layers:
              - conv2d: {in: 1, out: 2, size: 3, padding: 1, bias: false}
              - batch-norm: 2
              - relu
              - residual: {body: [{conv2d: {in: 2, out: 2, size: 1}}, tanh]}
              - maxpool2d: 2
              - flatten
              - dropout: 0.1
              - dense: {in: 8, out: 3}
                name: head
      training:
        epochs: 2
        batch-size: 12
        micro-batch-size: 5
        clipping: {norm: 1}
        parameter-groups:
          - trained: {parameters: head, rate-factor: 0.5, weight-decay: none}
          - trained: {parameters: "**.bias", weight-decay: none}
        average: 0.9
        optimizer: {sgd: {learning-rate: {cosine: {from: 0.1, to: 0, warmup: 2}}, momentum: 0.9}}
        loss: cross-entropy
      seed: 7
      backend: reference
      output: DIR/out
      """;
  private static final String CHOSEN =
      Samples.PLAIN
          .replace("output:", "checkpoints: {every-steps: 2, every-minutes: 9, kept: 1}\noutput:")
          .replace(
              "epochs: 3\n",
              """
              epochs: 3
                keep: best
                early-stopping: 2
                teacher-calls: once
                teacher-batch-size: 5
              """)
          .replace("temperature: 4", "temperature: {linear: {from: 4, to: 1}}")
          .replace("adam: 0.02}\n  loss", "adamw: {learning-rate: 0.02}}\n  loss");

  private static final String FEATURES =
      Samples.PLAIN
          .replace(
              "model: {mlp: [16, 12, 3]}",
              "model: {layers: {input: [16], taps: [relu1], layers: [{dense: {in: 16, out: 12}},"
                  + " relu, {dense: {in: 12, out: 3}}]}}")
          .replace(
              "  loss:\n    distillation: {temperature: 4, alpha: 0.7}",
              """
                loss:
                  - standardized: {loss: {soft-target: 2}}
                    name: soft
                    weight: 9
                  - cross-entropy: {smoothing: 0.1}
                  - hint: {student: relu1, teacher: relu1, through: {dense: {in: 4, out: 12}}}
                    weight: {linear: {from: 1, to: 0}}\
              """);

  private static final String TAGGER =
      """
      data:
        train: {tokens: {file: DIR/tokens.jsonl, label: tags, most: 10}}
        validation: {tokens: {file: DIR/tokens.jsonl, label: tags, most: 10}}
      teacher:
        model:
          layers:
            inputs:
              - {name: input_ids, shape: [length], ids: true}
              - {name: attention_mask, shape: [length], ids: true}
            layers:
              - embedding: {rows: 10, width: 8}
              - positions: {length: 10, width: 8}
              - transformer: {width: 8, heads: 2, mask: attention_mask}
              - dense: {in: 8, out: 3}
        training: {epochs: 3, batch-size: 6, optimizer: {adam: 0.02}}
      student:
        model:
          layers:
            inputs:
              - {name: input_ids, shape: [length], ids: true}
            layers:
              - embedding: {rows: 10, width: 4}
              - dense: {in: 4, out: 3}
      training:
        epochs: 3
        batch-size: 7
        micro-batch-size: 4
        optimizer: {adam: 0.02}
        loss:
          distillation: {temperature: 2, alpha: 0.5}
      metrics: [accuracy, agreement]
      backend: reference
      output: DIR/out
      """;

  private static final String CACHED =
      FEATURES.replace(
          "  training: {epochs",
          "  cache: {encoding: float16, logits: {top-k: {k: 2, temperature: 2}}, batch-size: 7}\n"
              + "  training: {epochs");

  private static final String AUGMENTED =
      Samples.PLAIN
          .replace(
              "epochs: 3\n",
              """
              epochs: 3
                augmentation: [{jitter: {image: [1, 4, 4], pixels: 1}}, {noise: 0.1}]
              """)
          .replace(
              "adam: 0.02}}",
              "adam: 0.02}, augmentation: {horizontal-flip: [1, 4, 4]}, augmented-copies: 2}");

  private static final String RECIPE =
      Samples.PLAIN.replaceAll(
          "(?s)  epochs: 3\n  batch.*metrics",
          """
            recipe: {patient: {epochs: 4, batch-size: 8}}
            augmentation: {noise: 0.1}
            augmented-copies: 2
          metrics\
          """);

  private static final String HEADS =
      Samples.PLAIN
          .replaceAll(
              "model: \\{mlp: \\[16, (.*), 3\\]\\}",
              "model: {layers: {input: [16], taps: [head], layers: [{dense: {in: 16, out: $1}},"
                  + " relu, {dense: {in: $1, out: 3}, name: head}]}}")
          .replace(
              "epochs: 3\n",
              "epochs: 3\n  sampling: {by-class: [2, 1, 0.5]}\n  keep: best\n  early-stopping: 1\n")
          .replace("adam: 0.02}}", "adam: 0.02}, sampling: balanced}")
          .replace(
              "metrics: [accuracy, agreement, kl-to-teacher]",
              "metrics: [{pair-spearman: {output: head}}, {neighbour-overlap: {output: head, k:"
                  + " 3}}, {f1: {average: weighted, output: head}}, accuracy, kl-to-teacher,"
                  + " {auroc: {class: 1, output: head}}, {average-precision: {weights: labels}},"
                  + " {top-k-accuracy: {k: 2, output: head}}, {calibration-error: {output:"
                  + " head}}]");

  private static final String ENCODER =
      """
      data:
        train: {tokens: {file: DIR/tokens.jsonl, label: tags, most: 10}}
      teacher:
        model:
          layers:
            inputs:
              - {name: input_ids, shape: [length], ids: true}
              - {name: attention_mask, shape: [length], ids: true}
            taps: [block, block.attention.scores, attn.queries, attn.keys, attn.values]
            layers:
              - embedding: {rows: 10, width: 8}
              - post-norm-transformer: {width: 8, heads: 2, mask: attention_mask}
                name: block
              - rms-norm: 8
              - attention: {width: 8, heads: 4, mask: attention_mask, rotary: {positions: 10}}
                name: attn
              - swiglu: {width: 8, hidden: 4}
              - dense: {in: 8, out: 3}
        training: {epochs: 2, batch-size: 6, optimizer: {adam: 0.02}}
      student:
        model:
          layers:
            inputs:
              - {name: input_ids, shape: [length], ids: true}
              - {name: attention_mask, shape: [length], ids: true}
            layers:
              - embedding: {rows: 10, width: 4}
              - post-norm-transformer: {width: 4, heads: 2, mask: attention_mask}
                name: block
              - attention: {width: 4, heads: 2, mask: attention_mask}
                name: attn
              - dense: {in: 4, out: 3}
      training:
        epochs: 2
        batch-size: 7
        micro-batch-size: 4
        optimizer: {adam: 0.02}
        loss:
          - distillation: {temperature: 2, alpha: 0.5}
          - tiny-bert: {blocks: [{student: block, teacher: block}], through: {dense: {in: 4, out: 8}}}
          - mini-lm-v2: {student: attn, teacher: attn, heads: 4}
          - cosine: {student: block, teacher: block, through: {dense: {in: 4, out: 8}}}
      backend: reference
      output: DIR/out
      """;

  private static final String DERIVED =
      TAGGER
          .replaceAll(
              "(tokens: \\{.*\\})\n",
              "derived: {data: {$1, masks: [{name: seen}],"
                  + " constants: [{name: types, value: 1}]}}\n")
          .replace("mask: attention_mask", "mask: seen")
          .replace("{name: attention_mask,", "{name: seen,");

  private static final String ONNX =
      DERIVED.replaceAll(
          "(?s)teacher:.*student:",
          """
          teacher:
            onnx:
              file: DIR/teacher.onnx
              inputs: [{name: ids, from: input_ids}, {name: mask, constant: 1}]
              outputs: [{name: logits}]
            cache: {}
          student:\
          """);

  private static final String TEXT =
      """
      data:
        train:
          text: {file: DIR/texts.csv, tokenizer: DIR/encoder, columns: [text, other], label: spam,
                 classes: [no, yes], length: 7, cache: DIR/out/texts.tokens}
        validation:
          text: {file: DIR/texts.jsonl, tokenizer: DIR/encoder/vocab.txt, columns: [text],
                 targets: [score]}
      teacher: {model: {hugging-face: {folder: DIR/encoder, pooling: mean}}}
      student:
        model: {hugging-face: {folder: DIR/encoder, layers: [1], pooling: mean-as-it-is, dropout: 0.2}}
      training:
        epochs: 2
        batch-size: 5
        optimizer: {adam: 0.01}
        loss: {hint: {student: embedding, teacher: embedding}}
      metrics: [{cosine-to-teacher: {output: embedding}}]
      backend: reference
      output: DIR/out
      """;

  private static final Map<String, String> RUNS =
      Map.ofEntries(
          Map.entry("plain", Samples.PLAIN),
          Map.entry("convolution", CONVOLUTION),
          Map.entry("best", CHOSEN),
          Map.entry("features", FEATURES),
          Map.entry("cached", CACHED),
          Map.entry("tagger", TAGGER),
          Map.entry("augmented", AUGMENTED),
          Map.entry("recipe", RECIPE),
          Map.entry("heads", HEADS),
          Map.entry("encoder", ENCODER),
          Map.entry("derived", DERIVED),
          Map.entry("onnx", ONNX),
          Map.entry("text", TEXT));

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "convolution",
        "best",
        "features",
        "cached",
        "tagger",
        "augmented",
        "recipe",
        "heads",
        "encoder",
        "derived",
        "onnx",
        "text"
      })
  @DisplayName("compiles, and trains the same weights to the last bit")
  void same(String which) throws Exception {
    String yaml = Objects.requireNonNull(RUNS.get(which), which);
    TinyEncoder.write(folder);
    writeTeacher(folder.resolve("teacher.onnx"));
    RunFile run = RunFile.parse("run.yaml", Samples.in(folder, yaml));
    Path file = run.output().resolve(TrainingJob.STUDENT);
    Weights trained;
    try (Session session = new ReferenceBackend().open(SessionOptions.defaults())) {
      trained = new TrainingJob(run, session).train(name -> List.of()).student().weights();
    }
    assertThat(WeightsFile.read(file)).isEqualTo(trained);
    Files.delete(file);
    new EarlierRun(run).delete();
    Files.deleteIfExists(run.output().resolve("teacher.cache"));

    compileAndRun(JavaProgram.print(run, Checkpoints.Start.NEW));

    assertThat(WeightsFile.read(file)).isEqualTo(trained);
  }

  /** A network of two inputs, whose names are not those of the data. */
  private static void writeTeacher(Path file) {
    Model model =
        Models.of(
            ModelInputs.of("ids", TensorSpec.freeInts("length"))
                .and("mask", TensorSpec.freeInts("length")),
            Sequential.of(
                Embedding.of(10, 4),
                TransformerBlock.of(4, 2).withPadding("mask"),
                Dense.of(4, 3)));
    Weights weights = Recorder.forward(model, Mode.EVALUATION, 2).initialWeights(1);
    OnnxExport.of(model, weights).write(file);
  }

  private void compileAndRun(String source) throws Exception {
    Path java = Files.writeString(folder.resolve("Training.java"), source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    int status =
        compiler.run(
            null,
            null,
            null,
            "-proc:none",
            "-Xlint:all,-path,-processing,-classfile",
            "-Werror",
            "-cp",
            classPath,
            "-d",
            folder.toString(),
            java.toString());
    assertThat(status).as(source).isZero();
    try (URLClassLoader loader = loader()) {
      loader
          .loadClass("Training")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
    }
  }

  private URLClassLoader loader() throws IOException {
    return new URLClassLoader(
        new URL[] {folder.toUri().toURL()}, Thread.currentThread().getContextClassLoader());
  }
}
