package org.distill4j.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The context class loader of an engine's start")
class ContextLoaderTest {
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @AfterEach
  void restore() {
    Thread.currentThread().setContextClassLoader(before);
  }

  private static ClassLoader current() {
    return Thread.currentThread().getContextClassLoader();
  }

  @Test
  @DisplayName("is that of the backend, and the thread has its own again afterwards")
  void backends() {
    Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());

    ClassLoader within = ContextLoader.call(ContextLoaderTest.class, ContextLoaderTest::current);

    assertThat(within).isSameAs(ContextLoaderTest.class.getClassLoader());
    assertThat(current()).isSameAs(ClassLoader.getPlatformClassLoader());
  }

  @Test
  @DisplayName("is put back where the start fails")
  void failure() {
    Thread.currentThread().setContextClassLoader(null);

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                ContextLoader.call(
                    ContextLoaderTest.class,
                    () -> {
                      throw new IllegalStateException("broken");
                    }));

    assertThat(current()).isNull();
  }
}
