package org.distill4j.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The artifacts of natives")
class NativeArtifactsTest {
  private static final Platform MAC = Platform.of("Mac OS X", "aarch64");
  private static final Platform BSD = Platform.of("FreeBSD", "amd64");

  private final NativeArtifacts artifacts = NativeArtifacts.beside(NativeArtifactsTest.class);

  @Test
  @DisplayName("have a classifier for each platform that they are published for")
  void coordinates() {
    assertThat(artifacts.engine()).isEqualTo("Engine 1.2");
    assertThat(artifacts.cuda()).isEqualTo("a.group:gpu:1.2");
    assertThat(artifacts.classifier(MAC)).contains("mac");
    assertThat(artifacts.artifacts(MAC))
        .containsExactly("a.group:natives:1.2:mac", "a.group:algebra:3.4:mac");
    assertThat(artifacts.artifacts(BSD)).isEmpty();
  }

  @Test
  @DisplayName("are found on the class path where all their libraries are")
  void found(@TempDir Path folder) throws IOException {
    for (String file :
        List.of(
            "linux64/libengine.so",
            "mac/libengine.dylib",
            "mac/libalgebra.dylib",
            "win/engine.dll",
            "win/algebra.dll")) {
      Path library = folder.resolve("some").resolve(file);
      Files.createDirectories(library.getParent());
      Files.writeString(library, "");
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
      assertThat(artifacts.found(loader)).containsExactly("mac", "win");
    }
  }

  @Test
  @DisplayName("that are missing are named with their classifier")
  void missing() {
    assertThat(artifacts.missing(MAC, List.of("linux64")))
        .isEqualTo(
            "Engine 1.2 found native libraries for [linux64] on the class path, expected those for"
                + " macos-aarch64.\nMaybe add a.group:natives:1.2:mac and a.group:algebra:3.4:mac,"
                + " or a.group:everything:5 (a pom), which has those of all platforms.");
    assertThat(artifacts.missing(MAC, List.of()))
        .startsWith("Engine 1.2 found no native libraries");
  }

  @Test
  @DisplayName("that nobody publishes are not advised")
  void unpublished() {
    assertThat(artifacts.missing(BSD, List.of("linux64")))
        .endsWith(
            "expected those for freebsd-x86_64.\n"
                + "Maybe use another backend or another machine: there is Engine 1.2 for"
                + " linux-x86_64, macos-aarch64, windows-x86_64, and for no other.");
  }

  @Test
  @DisplayName("that do not load are told with their folder, and how to choose another")
  void broken() {
    assertThat(artifacts.broken(MAC, "/some/folder", new UnsatisfiedLinkError("no room")))
        .contains("for macos-aarch64 (java.lang.UnsatisfiedLinkError: no room)", "to /some/folder")
        .contains("\nMaybe this folder cannot be written (-Dfolder=DIR names another)");
  }

  @Test
  @DisplayName("suffice where those of the platform are there, for the CPU or for more")
  void suffice() {
    Throwable cause = new UnsatisfiedLinkError("no room");
    for (String found : List.of("mac", "mac-gpu")) {
      assertThat(artifacts.suffice(MAC, List.of("linux64", found))).isTrue();
      assertThat(artifacts.failure(MAC, List.of(found), "/some/folder", cause))
          .isEqualTo(artifacts.broken(MAC, "/some/folder", cause));
    }
    for (List<String> found : List.of(List.of("linux64"), List.of("macintosh"))) {
      assertThat(artifacts.suffice(MAC, found)).isFalse();
      assertThat(artifacts.failure(MAC, found, "/some/folder", cause))
          .isEqualTo(artifacts.missing(MAC, found));
    }
    assertThat(artifacts.suffice(BSD, List.of("mac"))).isFalse();
  }

  @Test
  @DisplayName("are asked for beside a class that has them")
  void nowhere() {
    assertThatIllegalStateException()
        .isThrownBy(() -> NativeArtifacts.beside(String.class))
        .withMessageContaining("natives.properties is not beside java.lang.String")
        .withMessageContaining("\nMaybe ");
  }
}
