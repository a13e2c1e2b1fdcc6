package org.distill4j.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The folder of JavaCPP")
class JavaCppFolderTest {
  private static final String SETTING = "org.bytedeco.javacpp.cachedir";

  private final Path parent;
  private final String homeBefore = System.getProperty("user.home");
  private final Optional<String> before = Optional.ofNullable(System.getProperty(SETTING));

  JavaCppFolderTest(@TempDir Path parent) {
    this.parent = parent;
  }

  @BeforeEach
  void home() {
    System.setProperty("user.home", parent.toString());
    System.clearProperty(SETTING);
  }

  @AfterEach
  void restore() {
    System.setProperty("user.home", homeBefore);
    System.clearProperty(SETTING);
    before.ifPresent(value -> System.setProperty(SETTING, value));
  }

  @Test
  @DisplayName("is in the home, and JavaCPP is told to use no other")
  void usual() {
    Path expected = parent.resolve(".javacpp/cache");
    assertThat(JavaCppFolder.prepare("Engine", 1).path()).isEqualTo(expected).isDirectory();
    assertThat(System.getProperty(SETTING)).isEqualTo(expected.toString());
  }

  @Test
  @DisplayName("is the one that was set")
  void set() {
    for (String name : List.of("org.bytedeco.javacpp.cacheDir", SETTING)) {
      System.setProperty(name, parent.resolve(name).toString());
      assertThat(JavaCppFolder.prepare("Engine", 1).path()).isEqualTo(parent.resolve(name));
      System.clearProperty(name);
      System.clearProperty(SETTING);
    }
  }

  @Test
  @DisplayName(
      "is refused where it is of no use, as JavaCPP would fall back to one that any user can make")
  void useless() throws IOException {
    System.setProperty(SETTING, Files.createFile(parent.resolve("file")).toString());
    assertThatIllegalStateException()
        .isThrownBy(() -> JavaCppFolder.prepare("Engine", 1))
        .withMessageStartingWith("Engine could not use the folder of its native libraries, ")
        .withMessageEndingWith("Maybe set the system property " + SETTING + " to another folder.");
  }
}
