package org.distill4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

@DisplayName("distill-bom")
class PublishedArtifactsTest {
  private static final Path ROOT = Path.of("..");
  private static final String BOM = "distill-bom";
  private static final String PLATFORMS = "distill-platforms";
  private static final String MODULES = "/project/modules/module";
  private static final String MANAGED = "/project/dependencyManagement/dependencies/dependency";

  private final XPath paths = XPathFactory.newInstance().newXPath();

  private static Document pom(String module) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(ROOT.resolve(module).resolve("pom.xml").toFile());
    } catch (ParserConfigurationException | SAXException | IOException error) {
      throw new IllegalStateException("The file of " + module + " cannot be read", error);
    }
  }

  private List<String> texts(Document pom, String path) {
    try {
      NodeList found = (NodeList) paths.evaluate(path, pom, XPathConstants.NODESET);
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < found.getLength(); i++) {
        texts.add(found.item(i).getTextContent());
      }
      return texts;
    } catch (XPathExpressionException error) {
      throw new IllegalArgumentException(path, error);
    }
  }

  private boolean isPublished(String module) {
    return !texts(pom(module), "/project/properties/maven.deploy.skip").contains("true");
  }

  @Test
  @DisplayName("lists the modules that are published, and no other")
  void modules() {
    List<String> published =
        Stream.concat(
                texts(pom(""), MODULES).stream()
                    .filter(module -> !module.equals(BOM) && isPublished(module)),
                texts(pom(PLATFORMS), MODULES).stream())
            .toList();
    assertThat(published)
        .contains("distill-core", "backend-djl", "backend-djl-platform")
        .doesNotContain("distill-examples");

    assertThat(texts(pom(BOM), MANAGED + "[groupId='org.distill4j']/artifactId"))
        .containsExactlyInAnyOrderElementsOf(published);
  }

  @Test
  @DisplayName("gives them its own version, which is that of the build")
  void versions() {
    assertThat(texts(pom(BOM), MANAGED + "[groupId='org.distill4j']/version"))
        .containsOnly("${project.version}");
    assertThat(texts(pom(BOM), "/project/version")).isEqualTo(texts(pom(""), "/project/version"));
  }

  @Test
  @DisplayName("gives what several engines share the version that they are tested with")
  void shared() {
    String version = "/project/properties/javacpp.version";
    assertThat(texts(pom(BOM), version)).hasSize(1).isEqualTo(texts(pom(""), version));
    assertThat(texts(pom(BOM), MANAGED + "[groupId!='org.distill4j']/groupId"))
        .containsOnly("org.bytedeco");
    assertThat(texts(pom(BOM), MANAGED + "[artifactId='javacpp']/classifier"))
        .as("one for each platform, as Deeplearning4j's natives need them")
        .containsExactlyInAnyOrderElementsOf(
            texts(
                pom(PLATFORMS + "/backend-dl4j-platform"),
                "/project/dependencies/dependency[artifactId='javacpp']/classifier"));
  }
}
