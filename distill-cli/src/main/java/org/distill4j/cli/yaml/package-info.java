/** YAML texts as nodes that know their lines, and what is wrong with them. */
@NullMarked
package org.distill4j.cli.yaml;

import org.jspecify.annotations.NullMarked;
