package org.distill4j.cli.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.distill4j.cli.Distill;
import org.distill4j.cli.config.Catalog;
import org.distill4j.cli.console.Interrupts;
import org.distill4j.cli.run.ResultFile;
import org.distill4j.cli.yaml.Node;
import org.distill4j.cli.yaml.Problems;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A jar with a provider of kinds")
class OwnKindsTest {
  private static final String SERVICE = "META-INF/services/org.distill4j.cli.kind.KindProvider";

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();
  private final Path folder;

  OwnKindsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** The jar that the page teaches to write is what the thread's class loader sees besides. */
  @BeforeEach
  void load() throws IOException {
    Path jar = jar("com.example.SignKinds", block("java"));
    URL[] urls = {jar.toUri().toURL()};
    Thread.currentThread().setContextClassLoader(new URLClassLoader(urls, before));
  }

  @AfterEach
  void unload() throws IOException {
    ((URLClassLoader) Thread.currentThread().getContextClassLoader()).close();
    Thread.currentThread().setContextClassLoader(before);
  }

  private static String block(String language) throws IOException {
    String page = Files.readString(Path.of("..", "docs", "command-line.md"));
    String section = page.substring(page.indexOf("## Kinds of your own"));
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(section)
        .results()
        .findFirst()
        .orElseThrow()
        .group(1);
  }

  private Path jar(String provider, String source) throws IOException {
    String name = provider.replaceAll(".*\\.", "");
    Path java = Files.writeString(folder.resolve(name + ".java"), source);
    Path classes = Files.createDirectory(folder.resolve(name));
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", classPath, "-d", classes.toString(), java.toString());
    assertThat(status).as(source).isZero();
    Files.createDirectories(classes.resolve(SERVICE).getParent());
    Files.writeString(classes.resolve(SERVICE), provider);
    Path jar = folder.resolve(name + ".jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> all = Files.walk(classes)) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(each).toString().replace('\\', '/')));
        Files.copy(each, out);
      }
    }
    return jar;
  }

  private String distill(int status, String... more) throws IOException {
    Path run = folder.resolve("run.yaml");
    if (Files.notExists(run)) {
      Files.writeString(run, block("yaml") + "backend: reference\n");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    String[] given =
        Stream.concat(Stream.of("train", "--config", run.toString()), Stream.of(more))
            .toArray(String[]::new);
    assertThat(Distill.run(stream, stream, Interrupts.none(), given))
        .as(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(status);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  @DisplayName("adds a layer, a loss, data and a teacher that train and are written as Java")
  void trains() throws IOException {
    distill(0);

    assertThat(ResultFile.read(folder.resolve("run")).networks().get("student"))
        .hasEntrySatisfying("accuracy", share -> assertThat(share).isGreaterThan(0.9));
    assertThat(distill(0, "--print-java"))
        .contains("import com.example.SignKinds;")
        .contains("Sequential.of().then(new SignKinds.Scale(0.5)).then(Dense.of(1, 2))")
        .contains("Dataset train = SignKinds.signs(200);")
        .contains("Teacher teacher = SignKinds.teacher();")
        .contains(".loss(new SignKinds.AbsoluteLoss(\"logits\"))");
    assertThat(Catalog.help())
        .contains("  scale: Each value times a number.\n    factor: a number, required.");
  }

  @Test
  @DisplayName("has its names and keys in messages, with line and nearest name")
  void messages() throws IOException {
    Files.writeString(
        folder.resolve("run.yaml"),
        block("yaml")
            .replace("{scale: 0.5}", "{scale: {facter: 0.5}}, {scael: 1}")
            .replace("sign: {}", "sign: {}, model: {mlp: [1, 2]}, weights: w"));

    assertThat(distill(2))
        .contains(
            "run.yaml:3: student.model.layers.layers[0].scale has the key \"facter\", expected one"
                + " of factor.\nMaybe factor was meant.",
            "layers[1] has the layer \"scael\"",
            "Maybe scale was meant.")
        .doesNotContain("Exception");
  }

  @Test
  @DisplayName("adds a teacher beside which there is no other")
  void sources() throws IOException {
    Files.writeString(
        folder.resolve("run.yaml"),
        block("yaml").replace("sign: {}", "sign: {}, model: {mlp: [1, 2]}"));

    assertThat(distill(2)).contains("run.yaml:2: teacher: has both a model and sign");
  }

  @Test
  @DisplayName("is refused if it has a name that there is, or no public constructor")
  void refused() throws IOException {
    ClassLoader usual = Thread.currentThread().getContextClassLoader();
    String twice =
        """
        import org.distill4j.cli.kind.*;
        import org.distill4j.core.layer.Activation;
        public final class Twice implements KindProvider {
          @Override public void addTo(KindRegistry registry) {
            registry.add(KindGroups.LAYERS, Kind.constant("relu", "Once more", Activation.RELU));
          }
        }
        """;
    String hidden =
        twice.replace("Twice ", "Hidden ").replace("{\n  @", "{\n  Hidden(int i) {}\n  @");
    try (URLClassLoader first = loader(jar("Twice", twice));
        URLClassLoader second = loader(jar("Hidden", hidden))) {
      Thread.currentThread().setContextClassLoader(first);
      assertThatThrownBy(KindGroups.LAYERS::kinds)
          .hasMessageContaining("The layer relu is provided by")
          .hasMessageContaining("BuiltInKinds and by Twice, expected one of each name.\nMaybe");
      Thread.currentThread().setContextClassLoader(second);
      assertThatThrownBy(KindGroups.LAYERS::kinds)
          .hasMessageStartingWith("A provider of kinds cannot be loaded")
          .hasMessageContaining("\nMaybe");
    } finally {
      Thread.currentThread().setContextClassLoader(usual);
    }
  }

  private URLClassLoader loader(Path jar) throws IOException {
    return new URLClassLoader(new URL[] {jar.toUri().toURL()}, before);
  }

  @Test
  @DisplayName("must name its methods, so that Java programs can call them")
  void lambdas() {
    Kind<Integer> kind = Kind.of("one", "A number", Expression.call(() -> 1));
    Expression<Integer> one =
        KindGroup.of("number", kind).read(text("one"), location()).orElseThrow();

    assertThat(one.value()).isEqualTo(1);
    assertThatThrownBy(one::code)
        .hasMessageContaining("is made by a lambda expression, which has no name")
        .hasMessageContaining("\nMaybe move its body into a public static method.");
  }

  private static Node text(String text) {
    return new Node.Text(text, 1);
  }

  private static ConfigLocation location() {
    return new ConfigLocation("", 1, new Problems("run.yaml"));
  }

  @Test
  @DisplayName("nests calls in one expression")
  void nested() {
    Expression<List<String>> list = Expression.call(List::of, Expression.text("a"));

    assertThat(list.then(List::size).code().text()).isEqualTo("List.of(\"a\").size()");
    assertThat(list.code().imports()).containsExactly("java.util.List");
  }
}
