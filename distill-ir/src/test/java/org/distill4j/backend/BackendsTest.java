package org.distill4j.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Backends")
class BackendsTest {
  private static final String ADVICE =
      "Maybe add the artifact of a backend to the classpath; the README lists them under"
          + " \"Choosing a backend\".";

  /** A backend with a name and nothing behind it. */
  private static final class Fake extends Backend {
    private final String name;
    private final boolean fallback;

    Fake(String name) {
      this(name, false);
    }

    private Fake(String name, boolean fallback) {
      this.name = name;
      this.fallback = fallback;
    }

    @Override
    public boolean isFallback() {
      return fallback;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<Device> devices() {
      return List.of(Device.cpu());
    }

    @Override
    protected Session start(SessionOptions options) {
      throw new IllegalStateException("not an engine");
    }
  }

  private static final Fake ONE = new Fake("one");
  private static final Fake TWO = new Fake("two");
  private static final Fake FALLBACK = new Fake("fallback", true);

  private static Backends of(Backend... backends) {
    return Backends.of(List.of(backends));
  }

  private static void notFound(Backends backends, Optional<String> name, String message) {
    assertThatExceptionOfType(BackendNotFoundException.class)
        .isThrownBy(() -> backends.choose(name))
        .withMessage(message);
  }

  @Test
  @DisplayName("are listed by name, sorted")
  void names() {
    assertThat(of(TWO, ONE).names()).containsExactly("one", "two");
  }

  @Nested
  @DisplayName("are chosen")
  class Choosing {
    @Test
    @DisplayName("without a name if there is just one")
    void only() {
      assertThat(of(ONE).choose(Optional.empty())).isSameAs(ONE);
    }

    @Test
    @DisplayName("without a name if there is just one beside a fallback, or the fallback alone")
    void fallback() {
      assertThat(of(FALLBACK, ONE).choose(Optional.empty())).isSameAs(ONE);
      assertThat(of(FALLBACK).choose(Optional.empty())).isSameAs(FALLBACK);
    }

    @Test
    @DisplayName("by name if there are several")
    void named() {
      assertThat(of(ONE, TWO).choose(Optional.of("two"))).isSameAs(TWO);
      assertThat(of(FALLBACK, ONE).choose(Optional.of("fallback"))).isSameAs(FALLBACK);
    }

    @Test
    @DisplayName("by the system property")
    void property() {
      String before = System.getProperty(Backends.PROPERTY);
      try {
        System.setProperty(Backends.PROPERTY, "two");
        assertThat(of(ONE, TWO).choose()).isSameAs(TWO);
        System.clearProperty(Backends.PROPERTY);
        assertThat(of(ONE).choose()).isSameAs(ONE);
      } finally {
        if (before != null) {
          System.setProperty(Backends.PROPERTY, before);
        }
      }
    }
  }

  @Nested
  @DisplayName("are not found")
  class NotFound {
    @Test
    @DisplayName("where there are none")
    void none() {
      notFound(
          of(),
          Optional.empty(),
          "No backend was found, expected one on the classpath.\n" + ADVICE);
    }

    @Test
    @DisplayName("by service lookup in this module, which has none")
    void lookup() {
      assertThat(Backends.find().names()).isEmpty();
    }

    @Test
    @DisplayName("without a name where there are several")
    void several() {
      notFound(
          of(TWO, ONE, FALLBACK),
          Optional.empty(),
          "The backends [one, two] were found and none was named, expected a choice.\n"
              + "Maybe set -Ddistill.backend=one, or give the distill command --backend one.");
    }

    @Test
    @DisplayName("by a name that nobody has")
    void unknown() {
      notFound(
          of(ONE, TWO),
          Optional.of("three"),
          "Backend \"three\" was not found, expected one of [one, two].\n" + ADVICE);
    }
  }

  @Test
  @DisplayName("of one name are refused, naming both classes")
  void twoOfOneName() {
    String type = Fake.class.getName();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(ONE, new Fake("one")))
        .withMessage(
            "Two backends are named one: "
                + type
                + " and "
                + type
                + ", expected one of each name.\nMaybe an old version is on the classpath too.");
  }
}
