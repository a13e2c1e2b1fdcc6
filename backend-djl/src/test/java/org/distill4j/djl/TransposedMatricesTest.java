package org.distill4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.distill4j.backend.Device;
import org.distill4j.backend.Session;
import org.distill4j.ir.Gradients;
import org.distill4j.ir.Program;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A matrix of many short rows")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransposedMatricesTest {
  /** Enough columns for the second matrix to be computed as it is. */
  private static final int WIDE = 40;

  private static final int ROWS = 20;
  private static final int SHORT = 5;
  private static final HostTensor X = Programs.random(1, ROWS, 3);
  private static final HostTensor W = Programs.random(2, 3, WIDE);
  private static final HostTensor B = Programs.random(3, WIDE);
  private static final HostTensor COLUMN = Programs.random(4, ROWS, 1);
  private static final List<HostTensor> FEEDS = List.of(X, W, B, COLUMN);

  private final Tensor x = Programs.feed(0, X);
  private final Tensor w = Programs.feed(1, W);
  private final Tensor b = Programs.feed(2, B);
  private final Tensor column = Programs.feed(3, COLUMN);
  private Session session;

  @BeforeAll
  void open() {
    session = Programs.open();
  }

  @AfterAll
  void close() {
    session.close();
  }

  /** What is computed from a product of rows that are short, or cut from long ones. */
  private Map<String, Tensor> both(Function<Tensor, Tensor> function) {
    Tensor narrow = x.matmul(w.slice(1, 0, SHORT)).add(b.slice(0, 0, SHORT));
    Tensor wide = x.matmul(w).add(b.reshape(1, WIDE)).slice(1, 0, SHORT);
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    outputs.put("turned", function.apply(narrow));
    outputs.put("plain", function.apply(wide));
    return outputs;
  }

  Stream<Function<Tensor, Tensor>> functions() {
    Tensor row = b.slice(0, 0, SHORT);
    return Stream.of(
        s -> s,
        s -> s.relu().add(row).mul(column).sub(row.reshape(1, SHORT)),
        s -> s.greater(row).where(s, Tensor.of(0)),
        s -> s.exp().mul(2).add(s).div(3).negate().gelu(),
        s -> s.softmax(1),
        s -> s.logSoftmax(0),
        s -> s.logSoftmax(1).sum(1),
        s -> s.square().sum(0),
        s -> s.square().sumKeep(0),
        s -> s.maxKeep(1),
        s -> s.sum(),
        s -> s.transpose().matmul(x),
        s -> s.matmul(s.transpose()),
        s -> s.reshape(SHORT, ROWS),
        s -> s.sub(3).argmax(1).toFloat(),
        s -> Gradients.of(s.div(2).logSoftmax(1).mul(column).sum(), w.slice(1, 0, SHORT)),
        s -> Gradients.of(s.softmax(1).square().sum(), x));
  }

  @ParameterizedTest
  @MethodSource("functions")
  @DisplayName("gives what it gives as it is")
  void equal(Function<Tensor, Tensor> function) {
    List<HostTensor> found = Programs.outputs(session, FEEDS, both(function));
    assertThat(found.get(0).shape()).isEqualTo(found.get(1).shape());
    float[] expected = found.get(1).toFloatArray();
    assertThat(found.get(0).toFloatArray()).containsExactly(expected, within(1e-5f));
  }

  private String script(Device device) {
    Tensor softmax = x.matmul(w.slice(1, 0, SHORT)).logSoftmax(1);
    List<TensorSpec> specs = FEEDS.stream().map(HostTensor::spec).toList();
    Program program = new Program(specs, 0, Map.of("softmax", softmax), Map.of());
    return new CompiledScript(program.simplified(), device).methods();
  }

  @Test
  @DisplayName("is kept as its transpose on the processor alone")
  void device() {
    assertThat(script(Device.cpu())).containsPattern("torch.log_softmax\\(v\\d+, 0\\)");
    assertThat(script(Device.cuda(0))).containsPattern("torch.log_softmax\\(v\\d+, 1\\)");
  }

  @Test
  @DisplayName("is computed once, however many products follow each other")
  void deep() {
    Tensor deep = x;
    Tensor square = w.slice(1, 0, 3);
    for (int i = 0; i < 200; i++) {
      deep = deep.matmul(square).add(b.slice(0, 0, 3)).mul(0.1);
    }
    assertThat(Programs.outputs(session, FEEDS, Map.of("deep", deep))).hasSize(1);
  }
}
