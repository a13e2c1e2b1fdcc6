package org.distill4j.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The folder of an engine's native libraries")
class NativeFolderTest {
  private static final String ELSEWHERE = "\nMaybe set the variable PLACE to another folder.";

  private final Path parent;

  NativeFolderTest(@TempDir Path parent) throws IOException {
    this.parent = parent.toRealPath();
  }

  private static NativeFolder folder(Path path, long megabytes) {
    return new NativeFolder("Engine", path, "the variable PLACE", megabytes);
  }

  private NativeFolder folder() {
    return folder(parent.resolve("a/cache"), 1);
  }

  private static void allow(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  @Test
  @DisplayName("is made for its owner alone, and its parents too")
  @DisabledOnOs(OS.WINDOWS)
  void made() throws IOException {
    Path path = folder().requirePrivate().requireUsable().path();

    for (Path made : new Path[] {path, path.getParent()}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
          .isEqualTo("rwx------");
    }
    assertThat(path).isEmptyDirectory();
  }

  @Nested
  @DisplayName("is refused")
  @DisabledOnOs(OS.WINDOWS)
  class Refused {
    private void refused(Path path, String danger) {
      assertThatIllegalStateException()
          .isThrownBy(() -> folder(path, 1).requirePrivate())
          .withMessage(
              "Engine would load native libraries from "
                  + path
                  + ", but "
                  + danger
                  + ", expected a folder that no other user can change.\nMaybe set the variable"
                  + " PLACE to a folder of your own, or delete this one if you do not know who"
                  + " made it.");
    }

    @Test
    @DisplayName("if every user can write to it")
    void open() throws IOException {
      allow(parent, "rwxrwxrwx");
      refused(parent, "every user can write to " + parent);
    }

    @Test
    @DisplayName("if every user can write to a folder in it")
    void openWithin() throws IOException {
      Path within = Files.createDirectories(parent.resolve("engine/version"));
      allow(within, "rwxrwxrwx");
      refused(parent, "every user can write to " + within);
    }

    @Test
    @DisplayName("behind a link too")
    void link() throws IOException {
      Path open = Files.createDirectory(parent.resolve("open"));
      allow(open, "rwxrwxrwx");
      refused(
          Files.createSymbolicLink(parent.resolve("link"), open),
          "every user can write to " + open);
    }

    @Test
    @DisplayName("if it belongs to another user, who is not root")
    void foreign() throws IOException {
      Path own = Files.createFile(parent.resolve("own"));
      int user = (Integer) Files.getAttribute(own, "unix:uid");
      assertThat(FileOwner.danger(own, user)).isEmpty();
      assertThat(FileOwner.danger(Path.of("/"), user)).isEmpty();
      if (user == 0) {
        Files.setAttribute(own, "unix:uid", 4242);
      }
      assertThat(FileOwner.danger(own, user == 0 ? 0 : user + 1))
          .hasValueSatisfying(
              danger -> assertThat(danger).startsWith(own + " belongs to the user "));
    }

    @Test
    @DisplayName("if a group can write to it that is not its owner's own")
    void group() throws IOException {
      Path own = Files.createFile(parent.resolve("own"));
      int user = (Integer) Files.getAttribute(own, "unix:uid");
      assumeThat(user).as("only root can give a file to another group").isZero();
      Files.setAttribute(own, "unix:gid", 4242);
      allow(own, "rw-rw-r--");

      assertThat(FileOwner.danger(own, user)).hasValue("the group 4242 can write to " + own);
    }
  }

  @Nested
  @DisplayName("is of no use")
  class Useless {
    @Test
    @DisplayName("if a file is in its place")
    void file() throws IOException {
      Path file = Files.createFile(parent.resolve("file"));
      assertThat(folder(file, 1).isUsable()).isFalse();
      assertThatIllegalStateException()
          .isThrownBy(() -> folder(file, 1).requireUsable())
          .withMessageStartingWith(
              "Engine could not use the folder of its native libraries, "
                  + file
                  + ": it cannot be written to (java.nio.file.FileAlreadyExistsException")
          .withMessageEndingWith(
              "), expected to unpack about 1 MB to it and to load them from there." + ELSEWHERE);
    }

    @Test
    @DisplayName("if it cannot be made")
    @EnabledOnOs(OS.LINUX)
    void unwritable() {
      Path unwritable = Path.of("/proc/distill4j");
      assertThat(folder(unwritable, 1).explain(new IOException("engine")))
          .hasValueSatisfying(
              error ->
                  assertThat(error)
                      .hasMessageContaining(unwritable + ": it cannot be written to")
                      .hasRootCauseMessage("engine"));
    }

    @Test
    @DisplayName("if its file system runs no code")
    @EnabledOnOs(OS.LINUX)
    void noexec() throws IOException {
      Optional<Path> noexec = Mounts.noexec();
      assumeThat(noexec).as("a file system without execution that can be written to").isPresent();
      Path folder = Files.createTempDirectory(noexec.orElseThrow(), "distill4j");
      try {
        assertThatIllegalStateException()
            .isThrownBy(() -> folder(folder, 1).requireUsable())
            .withMessageContaining(": its file system runs no code (noexec), expected");
      } finally {
        Files.delete(folder);
      }
    }

    @Test
    @DisplayName("if there is no room for the libraries")
    void full() {
      NativeFolder folder = folder(parent, Long.MAX_VALUE);
      assertThat(folder.isUsable()).isTrue();
      assertThat(folder.explain(new IOException("No space left on device")))
          .hasValueSatisfying(
              error ->
                  assertThat(error)
                      .hasMessageMatching(
                          "Engine could not use [^:]*: its file system has \\d+ MB free, expected"
                              + " to unpack about \\d+ MB (?s:.*)")
                      .hasMessageEndingWith(ELSEWHERE));
    }
  }

  @Test
  @DisplayName("is not to blame where memory was short, or where it is fine")
  void notToBlame() {
    Throwable memory =
        new IllegalStateException(
            new UnsatisfiedLinkError("libx.so: failed to map segment from shared object"));

    assertThat(folder().explain(memory))
        .hasValueSatisfying(
            error ->
                assertThat(error)
                    .hasMessageStartingWith("Engine found no memory for its native libraries (")
                    .hasMessageEndingWith(
                        "expected room for about 1 MB.\nMaybe raise the limit of the process or"
                            + " container (ulimit -v), or lower the heap (-Xmx)."));
    assertThat(folder().explain(new UnsatisfiedLinkError("libx.so: no such symbol"))).isEmpty();
  }

  @Test
  @DisplayName("is where an engine starts from, and what failed is told with its first cause")
  void load() {
    assertThat(folder().<String>load(String.class, () -> "engine", String::valueOf))
        .isEqualTo("engine");
    Throwable first = new UnsatisfiedLinkError("libx.so: no such symbol");
    assertThatThrownBy(
            () ->
                folder()
                    .load(
                        String.class,
                        () -> {
                          throw new ExceptionInInitializerError(first);
                        },
                        cause -> "Engine failed: " + cause.getMessage()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Engine failed: libx.so: no such symbol")
        .hasRootCause(first);
  }

  @Nested
  @DisplayName("is by default")
  class Usual {
    private Path usual(String home) {
      String before = System.getProperty("user.home");
      System.setProperty("user.home", home);
      try {
        return NativeFolder.usual("engine/cache");
      } finally {
        System.setProperty("user.home", before);
      }
    }

    @Test
    @DisplayName("in the home")
    void home() {
      assertThat(usual(parent.toString())).isEqualTo(parent.resolve("engine/cache"));
    }

    @Test
    @DisplayName("in the temporary directory, under the user's number, where there is no home")
    void noHome() throws IOException {
      Path expected = Path.of(System.getProperty("java.io.tmpdir"), "distill4j-" + FileOwner.me());
      assertThat(usual("?")).isEqualTo(expected.resolve("engine/cache"));
      assertThat(usual(parent.resolve("absent").toString()))
          .isEqualTo(expected.resolve("engine/cache"));
    }
  }
}
