package org.distill4j.cli.kind;

/**
 * Adds kinds to the configuration files of {@code distill}: layers, losses, data readers, teachers.
 * {@link java.util.ServiceLoader} finds it, so that a jar on the class path suffices: it names its
 * provider in {@code META-INF/services/org.distill4j.cli.kind.KindProvider} or in its {@code
 * module-info}.
 */
public interface KindProvider {
  /**
   * Adds the kinds.
   *
   * @param registry where to add them
   */
  void addTo(KindRegistry registry);
}
