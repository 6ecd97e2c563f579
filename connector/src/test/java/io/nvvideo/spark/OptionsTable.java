package io.nvvideo.spark;

/** The options as a table in Markdown, for the README. */
final class OptionsTable {
    private OptionsTable() {}

    static String markdown() {
        StringBuilder table = new StringBuilder("| option | values | default | meaning |\n| --- | --- | --- | --- |\n");
        for (VideoOption<?> option : Options.ALL) {
            table.append("| `")
                    .append(option.name())
                    .append("` | ")
                    .append(option.values())
                    .append(" | ")
                    .append(defaultText(option))
                    .append(" | ")
                    .append(option.doc())
                    .append(" |\n");
        }
        return table.toString();
    }

    /** Values stand in code; what describes a default does not. */
    private static String defaultText(VideoOption<?> option) {
        String text = option.defaultText();
        return text.isEmpty() || text.contains(" ") || text.startsWith("`") ? text : "`" + text + "`";
    }
}
