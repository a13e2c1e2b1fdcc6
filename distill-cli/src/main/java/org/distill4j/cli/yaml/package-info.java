/** YAML texts as nodes that know their lines, and the errors in them. */
@NullMarked
package org.distill4j.cli.yaml;

import org.jspecify.annotations.NullMarked;
