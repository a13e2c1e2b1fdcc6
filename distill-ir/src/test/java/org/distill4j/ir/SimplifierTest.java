package org.distill4j.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.distill4j.ir.Leaves.operations;
import static org.distill4j.ir.Leaves.simplified;
import static org.distill4j.ir.Leaves.variable;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.ImageGradients;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.OperationOrder;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.tensor.Window;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A simplified program")
class SimplifierTest {
  private static final Tensor X = variable("x", 2, 3);
  private static final String MULTIPLY = "Binary[kind=MUL]";

  @Test
  @DisplayName("takes and gives the same")
  void same() {
    TensorSpec spec = TensorSpec.floats(2);
    Tensor feed = Tensor.leaf(new Op.Feed(0), spec);
    Tensor y = variable("y", 2);
    Program program =
        new Program(
            List.of(spec, spec),
            2,
            Map.of("feed", feed.stopGradient(), "y", y),
            Map.of("y", y.mul(Leaves.scalar(1))));
    Program simplified = program.simplified();
    assertThat(simplified.feeds()).containsExactly(spec, spec);
    assertThat(simplified.scalars()).isEqualTo(2);
    assertThat(simplified.outputs().keySet()).isEqualTo(program.outputs().keySet());
    assertThat(simplified.updates().keySet()).containsExactly("y");
    assertThat(simplified.variables()).isEqualTo(program.variables());
  }

  @Nested
  @DisplayName("computes once what was recorded twice")
  class Once {
    @Test
    @DisplayName("from leaves that were made twice")
    void common() {
      Tensor twice = variable("a", 2).exp().mul(variable("a", 2).exp());
      assertThat(operations(twice)).containsExactly("Unary[kind=EXP]", MULTIPLY);
      assertThat(Leaves.leaves(Leaves.program(twice).simplified())).hasSize(1);
    }

    @Test
    @DisplayName("but not what differs in its shape alone")
    void shapes() {
      Tensor sum = X.reshape(3, 2).max(0).sum().add(X.reshape(6).max());
      assertThat(operations(sum)).filteredOn(op -> op.startsWith("Reshape")).hasSizeGreaterThan(1);
      Tensor one = variable("one", 1, 1);
      Tensor both = one.broadcastTo(2, 3).sum().add(one.broadcastTo(4, 5).sum());
      assertThat(operations(both)).filteredOn(op -> op.startsWith("BroadcastTo")).hasSize(2);
    }

    @Test
    @DisplayName("nor gradients of images that differ in their shape alone")
    void images() {
      Op.Conv2d op = new Op.Conv2d(new Window(2, 0, 1), 1);
      Tensor gradient = variable("g", 1, 1, 2, 2);
      Tensor kernel = variable("w", 1, 1, 2, 2);
      UnaryOperator<Tensor> sum = image -> image.sum();
      Tensor even = ImageGradients.convolutionInput(gradient, kernel, op, Shape.of(1, 1, 4, 4));
      Tensor odd = ImageGradients.convolutionInput(gradient, kernel, op, Shape.of(1, 1, 5, 5));
      assertThat(operations(sum.apply(even).add(sum.apply(odd))))
          .filteredOn(name -> name.startsWith("Conv2dInputGradient"))
          .hasSize(2);
    }

    @Test
    @DisplayName("with the results of one application of a composite kept together")
    void composites() {
      List<Tensor> results =
          Composite.apply(
              "both", Map.of(), List.of(X.stopGradient()), all -> List.of(all.get(0), all.get(0)));
      List<String> left = operations(results.get(0).add(results.get(1)).mul(results.get(0)));
      assertThat(left).hasSize(4).filteredOn(op -> op.startsWith("Result")).hasSize(2);
    }
  }

  @Nested
  @DisplayName("does arithmetic on fixed numbers beforehand:")
  class Folded {
    @Test
    @DisplayName("each operation on two numbers, and a changed sign")
    void numbers() {
      Tensor six = Tensor.of(6);
      assertThat(number(six.add(2))).isEqualTo(8);
      assertThat(number(six.sub(2))).isEqualTo(4);
      assertThat(number(six.mul(2))).isEqualTo(12);
      assertThat(number(six.div(4))).isEqualTo(1.5);
      assertThat(number(six.maximum(Tensor.of(2)))).isEqualTo(6);
      assertThat(number(six.minimum(Tensor.of(2)))).isEqualTo(2);
      assertThat(number(six.negate())).isEqualTo(-6);
      assertThat(number(six.add(2).mul(six.sub(4)).negate())).isEqualTo(-16);
    }

    private double number(Tensor folded) {
      return ((Op.Literal) simplified(folded).op()).value();
    }

    @Test
    @DisplayName("adding 0, and multiplying or dividing by 1, does nothing")
    void neutral() {
      Tensor ones = Tensor.of(1).broadcastTo(2, 3);
      for (Tensor same :
          List.of(X.add(0), Tensor.of(0).add(X), X.sub(0), X.mul(1), X.div(1), ones.mul(X))) {
        assertThat(simplified(same).op()).as("%s", same).isEqualTo(new Op.Variable("x"));
      }
    }

    @Test
    @DisplayName("unless it makes the tensor larger")
    void larger() {
      Tensor row = variable("row", 3);
      Tensor rows = row.mul(Tensor.of(1).broadcastTo(2, 3));
      assertThat(simplified(rows).shape()).isEqualTo(Shape.of(2, 3));
      assertThat(operations(rows)).isNotEmpty();
    }

    @Test
    @DisplayName("0 − x, 1 / x, x · 0 and x − x are no such thing: NaN stays NaN")
    void kept() {
      for (Tensor kept :
          List.of(Tensor.of(0).sub(X), Tensor.of(1).div(X), X.mul(0), X.sub(X), X.div(X))) {
        assertThat(operations(kept)).as("%s", kept).hasSize(1);
      }
    }

    @Test
    @DisplayName("a sign that changes twice, and the first power, do nothing")
    void twice() {
      assertThat(operations(X.negate().negate())).isEmpty();
      assertThat(operations(X.pow(1))).isEmpty();
      assertThat(operations(X.pow(0))).hasSize(1);
    }
  }

  @Nested
  @DisplayName("moves elements no more than it must:")
  class Moves {
    @Test
    @DisplayName("transposes are folded into products, on either side")
    void products() {
      Tensor square = variable("s", 3, 3);
      Tensor y = variable("y", 2, 3);
      assertThat(operations(X.matmul(y.transpose())))
          .containsExactly(product("AS_IS", "TRANSPOSED"));
      assertThat(operations(X.transpose().matmul(y)))
          .containsExactly(product("TRANSPOSED", "AS_IS"));
      assertThat(operations(square.transpose().matmul(y.transpose())))
          .containsExactly(product("TRANSPOSED", "TRANSPOSED"));
      assertThat(operations(square.transpose().transpose().matmul(square)))
          .containsExactly(product("AS_IS", "AS_IS"));
    }

    private String product(String left, String right) {
      return "MatMul[left=" + left + ", right=" + right + "]";
    }

    @Test
    @DisplayName("but not transposes of other axes")
    void otherAxes() {
      Tensor batch = variable("b", 2, 3, 4);
      assertThat(operations(batch.transpose(0, 2, 1).matmul(batch)))
          .containsExactly(product("TRANSPOSED", "AS_IS"));
      assertThat(operations(batch.transpose(1, 0, 2).matmul(variable("c", 3, 4, 5)))).hasSize(2);
    }

    @Test
    @DisplayName("transposes that follow each other are one, or none")
    void transposes() {
      Tensor batch = variable("b", 2, 3, 4);
      assertThat(operations(batch.transpose(1, 2, 0).transpose(1, 2, 0)))
          .containsExactly("Transpose[order=[2, 0, 1]]");
      assertThat(operations(batch.transpose(1, 2, 0).transpose(2, 0, 1))).isEmpty();
      assertThat(operations(batch.transpose(0, 1, 2))).isEmpty();
    }

    @Test
    @DisplayName("reshapes that follow each other are one, or none")
    void reshapes() {
      assertThat(operations(X.reshape(6).reshape(3, 2))).containsExactly("Reshape[]");
      assertThat(operations(X.reshape(6).reshape(2, 3))).isEmpty();
    }

    @Test
    @DisplayName("what broadcasts anyway is not repeated first")
    void broadcasts() {
      Tensor row = variable("row", 3);
      Tensor condition = X.less(Tensor.of(0));
      assertThat(operations(row.broadcastTo(2, 3).mul(X))).containsExactly(MULTIPLY);
      assertThat(operations(condition.where(row.broadcastTo(2, 3), Tensor.of(0).broadcastTo(2, 3))))
          .containsExactly("Compare[kind=LESS]", "Where[]");
      assertThat(operations(row.broadcastTo(1, 3).broadcastTo(2, 3)))
          .containsExactly("BroadcastTo[]");
    }

    @Test
    @DisplayName("but two repeated operands do not both lose their shape")
    void bothRepeated() {
      Tensor a = variable("a", 3).broadcastTo(2, 3);
      Tensor b = variable("b", 3).broadcastTo(2, 3);
      assertThat(simplified(a.mul(b)).shape()).isEqualTo(Shape.of(2, 3));
      assertThat(operations(a.mul(b))).containsExactly("BroadcastTo[]", MULTIPLY);
    }

    @Test
    @DisplayName("one element is repeated from where it is")
    void oneElement() {
      Tensor number = variable("n");
      assertThat(operations(number.reshape(1, 1).broadcastTo(2, 3)))
          .containsExactly("BroadcastTo[]");
      assertThat(operations(variable("n", 1, 1).reshape(1).broadcastTo(1, 1))).isEmpty();
    }

    @Test
    @DisplayName("one tensor end to end is itself")
    void concat() {
      assertThat(operations(Tensor.concat(0, List.of(X)))).isEmpty();
    }

    @Test
    @DisplayName("and stop-gradients are gone")
    void stopGradients() {
      assertThat(operations(X.stopGradient().exp().stopGradient()))
          .containsExactly("Unary[kind=EXP]");
    }
  }

  @Test
  @DisplayName("keeps each primitive that it has no rule for")
  void others() {
    Tensor ids = Tensor.of(HostTensor.ofInts(Shape.of(2), 1, 0));
    Tensor image = variable("i", 1, 2, 4, 4);
    Tensor kernel = variable("k", 3, 2, 2, 2);
    Tensor pooled = image.maxPool2d(2, Window.DEFAULT.withStride(2));
    Tensor convolved = image.conv2d(kernel, Window.DEFAULT, 1).sum();
    Tensor all =
        Gradients.of(pooled.square().sum().add(convolved.square()), List.of(image, kernel)).stream()
            .map(Tensor::sum)
            .reduce(convolved, Tensor::add)
            .add(X.gatherRows(ids).scatterAddRows(ids, 2).pad(0, 1, 1).slice(0, 0, 2).sum())
            .add(X.softmax(1).mul(X.logSoftmax(0)).sum())
            .add(X.argmax(1).oneHot(3).sum())
            .add(X.toInt().toFloat().pow(3).tanh().max())
            .add(ImageGradients.pickMax(image, image.exp(), 2, Window.DEFAULT).mean());
    Program program = Leaves.program(all);
    List<String> kinds = kinds(operations(program.simplified()));
    assertThat(kinds).containsAll(kinds(operations(program)));
    assertThat(program.simplified().nodes()).hasSizeLessThanOrEqualTo(program.nodes().size());
  }

  @Nested
  @DisplayName("adds up all elements")
  class Totals {
    private final Tensor cube = variable("cube", 2, 3, 4);

    @Test
    @DisplayName("at once, whatever was summed before")
    void sumOfSums() {
      Tensor whole = simplified(cube.sum(1).sumKeep(0, 1).sum());
      assertThat(operations(whole))
          .containsExactly("Reduce[kind=SUM, axes=[0, 1, 2]]", "Reshape[]");
      assertThat(whole.shape()).isEqualTo(Shape.of());
    }

    @Test
    @DisplayName("but keeps sums that something else reads")
    void readElsewhere() {
      Tensor rows = cube.sumKeep(2);
      List<String> left = operations(rows.sum().mul(rows));
      assertThat(left).contains("Reduce[kind=SUM, axes=[2]]", "Reduce[kind=SUM, axes=[0, 1, 2]]");
      Program twoResults =
          new Program(List.of(), 0, Map.of("rows", rows, "sum", rows.sum()), Map.of());
      Tensor sum = twoResults.simplified().outputs().get("sum");
      assertThat(OperationOrder.sort(List.of(sum)))
          .anyMatch(node -> node.shape().equals(rows.shape()));
    }

    @Test
    @DisplayName("but not along some axes, or what is no sum")
    void others() {
      assertThat(operations(cube.sum(2).sum(0))).hasSize(4);
      assertThat(operations(cube.mean(2).sum())).contains("Reduce[kind=MEAN, axes=[2]]");
      assertThat(operations(cube.sum(2).mean())).contains("Reduce[kind=SUM, axes=[2]]");
    }
  }

  @Test
  @DisplayName("rewrites the bodies of composites too")
  void bodies() {
    Tensor product =
        Composite.apply(
                "product",
                Map.of(),
                List.of(X),
                all -> List.of(all.get(0).matmul(all.get(0).mul(1).transpose())))
            .get(0);
    Composite composite = ((Op.Result) simplified(product).op()).composite();
    assertThat(composite.name()).isEqualTo("product");
    assertThat(composite.body().get(0).op())
        .isEqualTo(new Op.MatMul(Op.Form.AS_IS, Op.Form.TRANSPOSED));
    assertThat(OperationOrder.sort(composite.body())).hasSize(2);
  }

  private static List<String> kinds(List<String> operations) {
    return operations.stream().map(op -> op.split("\\[", 2)[0]).distinct().sorted().toList();
  }

  @Nested
  @DisplayName("puts neighbours side by side in place of adding them up")
  class SideBySide {
    private final Tensor a = variable("a", 2, 3);
    private final Tensor b = variable("b", 2, 1);
    private final Tensor c = variable("c", 2, 2);

    @Test
    @DisplayName("whatever their order")
    void orders() {
      Tensor sum = c.pad(1, 4, 0).add(b.pad(1, 3, 2)).add(a.pad(1, 0, 3));
      Tensor found = simplified(sum);
      assertThat(found.op()).isEqualTo(new Op.Concat(1));
      assertThat(found.inputs()).containsExactly(a, b, c);
      assertThat(found.shape()).isEqualTo(sum.shape());
      assertThat(simplified(b.pad(1, 3, 2).add(c.pad(1, 4, 0))).op())
          .isEqualTo(new Op.Pad(1, 3, 0));
    }

    @Test
    @DisplayName("but not where they overlap, are apart or lie along other axes")
    void others() {
      assertThat(simplified(a.pad(1, 0, 2).add(a.pad(1, 2, 0))).op())
          .isEqualTo(new Op.Binary(Op.BinaryKind.ADD));
      assertThat(simplified(b.pad(1, 0, 2).add(b.pad(1, 2, 0))).op())
          .isEqualTo(new Op.Binary(Op.BinaryKind.ADD));
      assertThat(simplified(b.pad(1, 1, 0).add(c.slice(0, 0, 1).pad(0, 1, 0))).op())
          .isEqualTo(new Op.Binary(Op.BinaryKind.ADD));
    }
  }
}
