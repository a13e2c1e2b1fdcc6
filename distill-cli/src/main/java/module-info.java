/** The distill command, and the console output of programs while they run. */
module org.distill4j.cli {
  requires transitive org.distill4j.core;
  requires com.fasterxml.jackson.databind;
  requires de.siegmar.fastcsv;
  requires transitive info.picocli;
  requires java.desktop;
  requires java.management;
  requires me.tongfei.progressbar;
  requires org.distill4j.onnx;
  requires transitive org.distill4j.text;
  requires org.snakeyaml.engine;
  requires static org.jspecify;

  exports org.distill4j.cli.code;
  exports org.distill4j.cli.console;
  exports org.distill4j.cli.kind;
  exports org.distill4j.cli.yaml;

  uses org.distill4j.cli.kind.KindProvider;

  provides org.distill4j.cli.kind.KindProvider with
      org.distill4j.cli.config.BuiltInKinds;

  opens org.distill4j.cli to
      info.picocli;
  opens org.distill4j.cli.command to
      info.picocli;
  opens org.distill4j.cli.console to
      info.picocli;
}
