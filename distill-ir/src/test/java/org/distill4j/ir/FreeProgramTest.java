package org.distill4j.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.distill4j.ir.Leaves.variable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.ImageGradients;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.tensor.Window;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A program as bytes")
class FreeProgramTest {
  private static final Tensor X = variable("x", 2, 3);
  private static final Tensor IMAGE = variable("image", 1, 2, 5, 5);
  private static final Tensor KERNEL = variable("kernel", 4, 2, 3, 3);
  private static final Tensor FEED = Tensor.leaf(new Op.Feed(0), TensorSpec.ints(2));
  private static final Window PADDED = Window.DEFAULT.withPadding(1);

  private static List<Tensor> elementwise() {
    Tensor y = X.add(Leaves.scalar(0));
    return List.of(
        y,
        X.sub(1),
        X.mul(y),
        X.div(2),
        X.maximum(y),
        X.minimum(y),
        X.negate().exp().log().sqrt().abs(),
        X.relu().gelu().sigmoid().tanh().erf(),
        X.pow(-0.5),
        X.equalTo(y).where(X, y),
        X.less(y).toFloat(),
        X.lessOrEqual(y).where(X, Tensor.of(Double.NaN)),
        X.toInt(),
        X.toInt().toFloat(),
        X.stopGradient());
  }

  private static List<Tensor> others() {
    HostTensor values = HostTensor.ofFloats(Shape.of(2), 1, Float.NaN);
    Tensor product = X.matmul(variable("y", 3, 2));
    return List.of(
        X.sum(),
        X.meanKeep(0),
        X.max(1),
        X.argmax(1),
        X.softmax(1),
        X.logSoftmax(0),
        X.reshape(3, 2),
        X.transpose(),
        X.broadcastTo(4, 2, 3),
        X.slice(1, 1, 3),
        X.pad(0, 1, 2),
        Tensor.concat(0, List.of(X, X.negate())),
        product,
        product.withOp(
            new Op.MatMul(Op.Form.TRANSPOSED, Op.Form.TRANSPOSED),
            List.of(variable("a", 3, 2), variable("b", 2, 3))),
        FEED.oneHot(4),
        X.gatherRows(FEED),
        X.scatterAddRows(FEED, 7),
        Tensor.of(values),
        Tensor.of(HostTensor.ofInts(Shape.of(3), 0, 1, 2)));
  }

  private static List<Tensor> images() {
    Op.Conv2d convolution = new Op.Conv2d(PADDED, 1);
    Tensor result = IMAGE.conv2d(KERNEL, PADDED, 1);
    Tensor pooled = IMAGE.maxPool2d(2, Window.DEFAULT.withStride(2));
    Op.Pool2d pooling = new Op.Pool2d(Op.PoolKind.MAX, 2, Window.DEFAULT.withStride(2));
    return List.of(
        result,
        pooled,
        IMAGE.averagePool2d(3, PADDED),
        ImageGradients.convolutionInput(result, KERNEL, convolution, IMAGE.shape()),
        ImageGradients.convolutionWeights(result, IMAGE, convolution, KERNEL.shape()),
        ImageGradients.pooling(pooled, IMAGE, pooling),
        ImageGradients.pickMax(IMAGE, IMAGE, 2, PADDED));
  }

  private static List<Tensor> composite(Tensor x) {
    return Composite.apply(
        "outer",
        Map.of("epsilon", 1e-5, "scale", 2.0),
        List.of(x, x.negate()),
        all ->
            List.of(
                Composite.apply(
                        "inner",
                        Map.of(),
                        List.of(all.get(1)),
                        some -> List.of(some.get(0).reshape(-1).exp()))
                    .get(0),
                all.get(0)));
  }

  private static Program program(List<Tensor> results) {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    results.forEach(result -> outputs.put("out" + outputs.size(), result));
    return new Program(List.of(TensorSpec.ints(2)), 1, outputs, Map.of("x", X.mul(0.5)));
  }

  private static Program read(FreeProgram program) {
    return FreeProgram.read("the file", ByteBuffer.wrap(program.toBytes())).at(Map.of());
  }

  private static Tensor output(Program program, String name) {
    return Objects.requireNonNull(program.outputs().get(name));
  }

  private static void requireSame(List<Tensor> results) {
    Program program = program(results);
    FreeProgram written = FreeProgram.of(program);
    Program read = read(written);

    assertThat(read.nodes())
        .extracting(Tensor::toString)
        .containsExactlyElementsOf(program.nodes().stream().map(Tensor::toString).toList());
    assertThat(read.outputs().keySet()).containsExactlyElementsOf(program.outputs().keySet());
    assertThat(read.variables()).isEqualTo(program.variables());
    assertThat(FreeProgram.of(read).toBytes()).isEqualTo(written.toBytes());
  }

  @Test
  @DisplayName("has every primitive again")
  void primitives() {
    requireSame(elementwise());
    requireSame(others());
    requireSame(images());
  }

  @Test
  @DisplayName("has composites in composites again, with their attributes and all results")
  void composites() {
    Program read = read(FreeProgram.of(program(composite(X))));

    Op.Result result = (Op.Result) output(read, "out0").op();
    assertThat(result.composite().attributes()).isEqualTo(Map.of("epsilon", 1e-5, "scale", 2.0));
    assertThat(result.composite().body().get(0).op()).isInstanceOf(Op.Result.class);
    assertThat(((Op.Result) output(read, "out1").op()).composite()).isSameAs(result.composite());
    assertThat(output(read, "out0").shape()).isEqualTo(Shape.of(6));
  }

  @Nested
  @DisplayName("with free axes")
  class Free {
    private final TensorSpec ids =
        new TensorSpec(DType.INT32, Shape.free(FreeProgram.BATCH, "length"));

    /** What a model of ids records: positions, which are as many as the length, and joined rows. */
    private List<Tensor> model(int batch, int length) {
      Tensor input = Tensor.leaf(new Op.Feed(0), TensorSpec.ints(batch, length));
      int[] counted = IntStream.range(0, length).toArray();
      Tensor places = Tensor.of(HostTensor.ofInts(Shape.of(length), counted)).toFloat();
      Tensor table = variable("table", 50, 4);
      Tensor rows =
          table.gatherRows(input).add(table.slice(0, 0, length)).add(places.reshape(length, 1));
      return List.of(rows, rows.reshape(batch * length, 4), places.broadcastTo(2, length));
    }

    private Program recorded(int batch, int length) {
      List<Tensor> results = model(batch, length);
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      results.forEach(result -> outputs.put("out" + outputs.size(), result));
      return new Program(List.of(TensorSpec.ints(batch, length)), 0, outputs, Map.of());
    }

    /** Knows the rule of the model above: 3 is the batch, 7 the length, 21 both. */
    private Extent extent(Tensor node, ToIntFunction<Tensor> number) {
      int seen = number.applyAsInt(node);
      return switch (seen) {
        case 3 -> Extent.like(FreeProgram.BATCH);
        case 7 -> Extent.like("length");
        case 21 -> new Extent.Other("[21]");
        default -> new Extent.Fixed(seen);
      };
    }

    private FreeProgram free() {
      return FreeProgram.of(
          recorded(3, 7), List.of(ids), Map.of(FreeProgram.BATCH, 3, "length", 7), this::extent);
    }

    @Test
    @DisplayName("is what is recorded for other lengths")
    void lengths() {
      FreeProgram read = FreeProgram.read("the file", ByteBuffer.wrap(free().toBytes()));
      assertThat(read.feeds()).containsExactly(ids);
      assertThat(read.exampleLengths()).isEqualTo(Map.of(FreeProgram.BATCH, 3, "length", 7));
      for (int[] lengths : new int[][] {{1, 1}, {2, 9}, {8, 50}}) {
        Program program = read.at(Map.of(FreeProgram.BATCH, lengths[0], "length", lengths[1]));
        assertThat(program.nodes())
            .extracting(Tensor::toString)
            .containsExactlyElementsOf(
                recorded(lengths[0], lengths[1]).nodes().stream().map(Tensor::toString).toList());
      }
    }

    @Test
    @DisplayName("refuses lengths that it does not take, and says where")
    void tooLong() {
      FreeProgram program = free();
      assertThatThrownBy(() -> program.at(Map.of(FreeProgram.BATCH, 1, "length", 51)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("The program, operation ")
          .hasMessageContaining("slice [0, 51) on axis 0 of (50, 4), expected");
      assertThatThrownBy(() -> program.at(Map.of(FreeProgram.BATCH, 1)))
          .hasMessageContaining("The axis \"length\"");
    }

    @Test
    @DisplayName("is not written if a length depends on them in another way")
    void other() {
      Extents strange = (node, number) -> new Extent.Other("[1, 4, 9]");
      assertThatThrownBy(
              () ->
                  FreeProgram.of(
                      program(List.of(X.broadcastTo(4, 2, 3))),
                      List.of(TensorSpec.ints(2)),
                      Map.of(),
                      strange))
          .hasMessageContaining("The program records BroadcastTo")
          .hasMessageContaining("with a length of [1, 4, 9], expected a sum of multiples");
    }
  }

  @Nested
  @DisplayName("is refused")
  class Refused {
    private final byte[] valid = FreeProgram.of(program(others())).toBytes();

    private void requireRefused(byte[] bytes, String... parts) {
      assertThatThrownBy(() -> FreeProgram.read("a.d4j", ByteBuffer.wrap(bytes)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("a.d4j")
          .hasMessageContainingAll("expected", "\nMaybe ")
          .satisfies(
              error -> {
                for (String part : parts) {
                  assertThat(error).hasMessageContaining(part);
                }
              });
    }

    @Test
    @DisplayName("if it is something else, or a newer version")
    void strange() {
      requireRefused("hello, this is no program".getBytes(StandardCharsets.UTF_8), "beginning");
      byte[] newer = valid.clone();
      newer["distill4j program".length()] = 2;
      requireRefused(newer, "has version 2, expected 1", "a newer distill4j wrote it");
    }

    @Test
    @DisplayName("wherever it is cut off")
    void cut() {
      for (int length = 0; length < valid.length; length++) {
        requireRefused(Arrays.copyOf(valid, length));
      }
    }

    @Test
    @DisplayName("if more follows")
    void longer() {
      requireRefused(Arrays.copyOf(valid, valid.length + 1), "1 bytes follow");
    }

    @Test
    @DisplayName("or read, whatever byte is changed")
    void changed() {
      List<String> messages = new ArrayList<>();
      for (int place = 0; place < valid.length; place++) {
        for (int mask : new int[] {1, 0x80, 0xff}) {
          byte[] changed = valid.clone();
          changed[place] ^= (byte) mask;
          try {
            FreeProgram.read("a.d4j", ByteBuffer.wrap(changed));
          } catch (IllegalArgumentException refused) {
            messages.add(String.valueOf(refused.getMessage()));
          }
        }
      }
      assertThat(messages).hasSizeGreaterThan(100).allMatch(text -> text.contains("\nMaybe "));
    }
  }
}
