package org.distill4j.benchmarks.together;

import java.io.File;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.collection.DependencyCollectionException;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.spi.connector.transport.TransporterFactory;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.transport.http.ChecksumExtractor;
import org.eclipse.aether.util.graph.visitor.PreorderNodeListGenerator;

/**
 * Prints the natives that Maven gives a program which depends on an artifact of this project. It is
 * run in a process of its own, as Maven asks once for the operating system. POMs alone are read:
 * ours from this build, others from the local repository, which the build has filled.
 */
final class NativesResolution {
  private static final String VERSION = "0.1.0-SNAPSHOT";

  private NativesResolution() {}

  /**
   * Prints a line for each of the natives, as group:artifact:version:classifier.
   *
   * @param arguments the artifacts, as {@code backend-djl} or {@code backend-djl-platform:pom}
   */
  public static void main(String[] arguments) throws DependencyCollectionException {
    RepositorySystem maven = new Offline().get();
    DefaultRepositorySystemSession session = MavenRepositorySystemUtils.newSession();
    LocalRepository local =
        new LocalRepository(new File(System.getProperty("local.repository")), "simple");
    session.setOffline(true);
    session.setWorkspaceReader(new BuildPoms(System.getProperty("build.root")));
    session.setLocalRepositoryManager(maven.newLocalRepositoryManager(session, local));
    session.setSystemProperties(System.getProperties());
    PreorderNodeListGenerator nodes = new PreorderNodeListGenerator();
    maven.collectDependencies(session, program(arguments)).getRoot().accept(nodes);
    nodes.getArtifacts(true).stream()
        .map(NativesResolution::natives)
        .flatMap(Optional::stream)
        .forEach(System.out::println);
  }

  private static CollectRequest program(String[] artifacts) {
    CollectRequest program = new CollectRequest();
    program.setRootArtifact(new DefaultArtifact("org.example", "program", "jar", "1"));
    Stream.of(artifacts).map(NativesResolution::ours).forEach(program::addDependency);
    return program;
  }

  private static Dependency ours(String name) {
    String type = name.endsWith(":pom") ? "pom" : "jar";
    String artifact = name.replace(":pom", "");
    return new Dependency(new DefaultArtifact("org.distill4j", artifact, type, VERSION), "runtime");
  }

  private static Optional<String> natives(Artifact found) {
    return Optional.of(found.getClassifier())
        .filter(name -> !name.isEmpty())
        .map(
            name ->
                String.join(
                    ":", found.getGroupId(), found.getArtifactId(), found.getVersion(), name));
  }

  /** Maven's resolver without a way to the network. */
  private static final class Offline extends RepositorySystemSupplier {
    @Override
    protected Map<String, ChecksumExtractor> getChecksumExtractors() {
      return Map.of();
    }

    @Override
    protected Map<String, TransporterFactory> getTransporterFactories(
        Map<String, ChecksumExtractor> extractors) {
      return Map.of();
    }
  }
}
