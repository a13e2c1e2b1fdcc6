package org.distill4j.conformance;

import java.util.List;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Device;

/** The facts that a backend declares. */
final class ProviderRules {
  private ProviderRules() {}

  static List<Rule> all() {
    return List.of(
        Rule.of("SPI-01", "its name is lower case, without spaces", ProviderRules::name),
        Rule.of(
            "SPI-02",
            "its devices begin with the CPU, and none is there twice",
            ProviderRules::devices),
        Rule.of(
            "SPI-03",
            "a session says which device it is on, and which engine",
            ProviderRules::session),
        Rule.of(
            "SPI-04",
            "it has a public constructor without arguments, for the service loader",
            ProviderRules::constructor),
        Rule.of(
            "SPI-05",
            "in a process of its own it opens, trains and predicts without printing anything",
            ProviderRules::quiet));
  }

  private static void name(BackendUnderTest subject) {
    String name = subject.backend().name();
    require(name.matches("[a-z0-9-]+"), "its name is \"" + name + "\"");
  }

  private static void devices(BackendUnderTest subject) {
    List<Device> devices = subject.backend().devices();
    boolean first = !devices.isEmpty() && devices.get(0).equals(Device.cpu());
    boolean once = devices.stream().distinct().count() == devices.size();
    require(first && once, "its devices are " + devices);
  }

  private static void session(BackendUnderTest subject) {
    DrivenSession session = subject.session();
    require(session.device().equals(subject.device()), "its session is on " + session.device());
    require(!session.engineVersion().isBlank(), "its session's engine version is blank");
  }

  private static void constructor(BackendUnderTest subject) throws Exception {
    Backend another = (Backend) subject.backend().type().getConstructor().newInstance();
    require(another.name().equals(subject.backend().name()), "another is named " + another.name());
  }

  private static void quiet(BackendUnderTest subject) throws Exception {
    String output = QuietRun.output(subject);
    require(output.isEmpty(), "it printed \"" + output + "\"");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what + ".");
    }
  }
}
