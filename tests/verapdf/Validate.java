// Validates PDF files against the rules of veraPDF and prints each rule that fails.
// The jar carries the rules as XML but not what reads them, so that is done here.

import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

public class Validate {
    /** Arguments: file, then flavours such as ua1 and 3a. One line a failing rule. */
    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        for (String name : List.of(arguments).subList(1, arguments.length)) {
            PDFAFlavour flavour = PDFAFlavour.fromString(name);
            ValidationProfile profile = profile(flavour, resource(name));
            try (PDFAParser parser =
                    Foundries.defaultInstance().createParser(new File(arguments[0]), flavour)) {
                report(name, ValidatorFactory.createValidator(
                        profile, 10000, false, false, false).validate(parser));
            }
        }
    }

    private static String resource(String name) {
        String file = name.equals("ua1") ? "PDFUA-1" : "PDFA-" + name.toUpperCase();
        return "/org/verapdf/pdfa/validation/" + file + ".xml";
    }

    private static void report(String name, ValidationResult result) {
        Map<String, String> failures = new TreeMap<>();
        for (TestAssertion test : result.getTestAssertions()) {
            if (test.getStatus() == TestAssertion.Status.FAILED) {
                RuleId id = test.getRuleId();
                failures.putIfAbsent(
                        id.getClause() + " t" + id.getTestNumber(), test.getMessage());
            }
        }
        if (failures.isEmpty() && !result.isCompliant()) {
            failures.put("?", "not compliant");
        }
        failures.forEach((rule, message) -> System.out.println(
                "FAIL " + name + " " + rule + " " + String.valueOf(message).replace('\n', ' ')));
        System.out.println("DONE " + name + " " + result.getTotalAssertions());
    }

    private static ValidationProfile profile(PDFAFlavour flavour, String path) throws Exception {
        try (InputStream stream = PDFAFlavour.class.getResourceAsStream(path)) {
            Element document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder().parse(stream).getDocumentElement();
            Set<Rule> rules = new LinkedHashSet<>();
            for (Element element : elements(document, "rule")) {
                rules.add(rule(element));
            }
            Set<Variable> variables = new LinkedHashSet<>();
            for (Element element : elements(document, "variable")) {
                variables.add(Profiles.variableFromValues(
                        element.getAttribute("name"), element.getAttribute("object"),
                        text(element, "defaultValue"), text(element, "value")));
            }
            return Profiles.profileFromValues(
                    flavour, Profiles.profileDetailsFromValues(path, path, "veraPDF", new Date()),
                    "", rules, variables);
        }
    }

    private static Rule rule(Element element) {
        Element id = elements(element, "id").get(0);
        List<ErrorArgument> arguments = new ArrayList<>();
        for (Element argument : elements(element, "argument")) {
            arguments.add(ErrorArgumentImpl.fromValues(argument.getTextContent(), null, null));
        }
        Boolean deferred = element.hasAttribute("deferred")
                ? Boolean.valueOf(element.getAttribute("deferred")) : null;
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(
                        PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                        id.getAttribute("clause"),
                        Integer.parseInt(id.getAttribute("testNumber"))),
                element.getAttribute("object"), deferred, element.getAttribute("tags"),
                text(element, "description"), text(element, "test"),
                Profiles.errorFromValues(text(element, "message"), arguments),
                new ArrayList<>());
    }

    private static List<Element> elements(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        List<Element> list = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            list.add((Element) found.item(i));
        }
        return list;
    }

    private static String text(Element parent, String name) {
        List<Element> found = elements(parent, name);
        return found.isEmpty() ? "" : found.get(0).getTextContent();
    }
}
