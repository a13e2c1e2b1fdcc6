package org.distill4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Device;
import org.distill4j.backend.NativeLibraries;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Of a backend is told")
class BackendFactsTest {
  /** A backend whose engine does not load. */
  private static final class Broken extends Backend {
    private final NativeLibraries natives;

    Broken(NativeLibraries natives) {
      this.natives = natives;
    }

    @Override
    public NativeLibraries natives() {
      return natives;
    }

    @Override
    public String name() {
      return "broken";
    }

    @Override
    public List<Device> devices() {
      throw new IllegalStateException("never asked");
    }

    @Override
    protected Session start(SessionOptions options) {
      throw new IllegalStateException("It does not load.\nMaybe add something.");
    }
  }

  @Test
  @DisplayName("what is here, what is needed and where it is unpacked, also if it does not load")
  void broken() {
    NativeLibraries natives =
        new NativeLibraries(List.of("one", "two"), List.of("a:b:1:three"), Optional.of("/folder"));
    assertThat(new BackendFacts(new Broken(natives)).lines())
        .containsExactly(
            "  natives     one, two",
            "  needs       a:b:1:three",
            "  unpacked to /folder",
            "  no engine   It does not load.",
            "              Maybe add something.");
  }

  @Test
  @DisplayName("that nothing is here, and that nobody publishes it")
  void nothing() {
    NativeLibraries natives = new NativeLibraries(List.of(), List.of(), Optional.of("/folder"));
    assertThat(new BackendFacts(new Broken(natives)).lines())
        .startsWith(
            "  natives     none on the class path",
            "  needs       no artifact is for this machine");
  }
}
