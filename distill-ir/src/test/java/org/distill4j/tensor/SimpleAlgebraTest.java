package org.distill4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An algebra for lowered programs")
class SimpleAlgebraTest {
  @Test
  @DisplayName("says of each operation that was not lowered what to do")
  void unlowered() {
    Tensor node = Tensor.leaf(new Op.Variable("x"), TensorSpec.floats(2, 3)).softmax(1);
    InvocationHandler bare =
        (algebra, method, arguments) -> InvocationHandler.invokeDefault(algebra, method, arguments);
    Object algebra =
        Proxy.newProxyInstance(
            SimpleAlgebra.class.getClassLoader(), new Class<?>[] {SimpleAlgebra.class}, bare);
    List<Method> methods =
        Stream.of(SimpleAlgebra.class.getDeclaredMethods()).filter(Method::isDefault).toList();
    assertThat(methods).isNotEmpty();
    for (Method method : methods) {
      Object[] arguments = new Object[method.getParameterCount()];
      arguments[0] = node;
      assertThatThrownBy(() -> method.invoke(algebra, arguments))
          .as(method.getName())
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll("The program has " + node, "expected one without")
          .hasMessageContaining("\nMaybe compile what Program.lowered returns.");
    }
  }
}
