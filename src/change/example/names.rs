//! Names of people who never were: given and family names as they are common in some parts of the world.
//!
//! Its invariant: no two names of an example are the same, whatever the case and the accents.

use crate::change::example::dice::Dice;
use crate::change::rules::normalised;
use std::collections::BTreeSet;

/// Given and family names that go together.
struct Group {
    id: &'static str,
    given: &'static str,
    family: &'static str,
}

/// People among whom no word of a name comes twice, so that a small program has no two Ewas.
const PEOPLE_OF_NEW_WORDS: usize = 100;
/// Draws with a family name of the same group before any family name will do.
const DRAWS_WITHIN_GROUP: usize = 6;
/// Draws that insist on new words before any name will do that nobody bears.
const DRAWS_OF_NEW_WORDS: usize = 60;
/// How many in a hundred bear a name that is common where they work.
const LOCAL_PERCENT: usize = 75;

/// The names that were given so far.
#[derive(Default)]
pub(super) struct Register {
    names: BTreeSet<String>,
    words: BTreeSet<&'static str>,
}

impl Register {
    /// A new name for the person of this number, with names that are common at their place.
    pub(super) fn name(&mut self, number: usize, groups: &[&str]) -> String {
        let mut dice = Dice::about(&["name", &number.to_string()]);
        let mut draws = 0;
        loop {
            draws += 1;
            let (given, family) = draw_name(&mut dice, groups, draws);
            let insists = number < PEOPLE_OF_NEW_WORDS && draws < DRAWS_OF_NEW_WORDS;
            if insists && (self.words.contains(given) || self.words.contains(family)) {
                continue;
            }
            let name = format!("{given} {family}");
            if self.names.insert(normalised(&name)) {
                self.words.extend([given, family]);
                return name;
            }
        }
    }
}

fn draw_name(dice: &mut Dice, groups: &[&str], draws: usize) -> (&'static str, &'static str) {
    let is_local = dice.chance(LOCAL_PERCENT);
    let local = *dice.pick(groups);
    let known = GROUPS.iter().find(|group| is_local && group.id == local);
    let group = known.unwrap_or_else(|| dice.pick(&GROUPS));
    let family = if draws <= DRAWS_WITHIN_GROUP {
        group.family
    } else {
        dice.pick(&GROUPS).family
    };
    (one(dice, group.given), one(dice, family))
}

fn one(dice: &mut Dice, names: &'static str) -> &'static str {
    let names: Vec<&str> = names.split_whitespace().collect();
    names[dice.below(names.len())]
}

const GROUPS: [Group; 13] = [
    Group {
        id: "german",
        given: "Anke Lukas Miriam Jonas Katrin Henrik Leonie Tobias Svenja Matthias Greta Florian Ilse Moritz \
                Johanna Felix Wiebke Anselm",
        family: "Brandt Keller Vogt Albers Winkler Lorenz Hartung Seidel Brinkmann Thoma Ebert Falkner Rieger \
                 Stolz Haas Menzel Kranz Wessel",
    },
    Group {
        id: "portuguese",
        given: "Inês Tiago Beatriz Duarte Marta Rui Leonor Nuno Catarina Vasco Filipa Gonçalo Sofia Afonso Joana \
                Henrique Teresa Lourenço",
        family: "Almeida Carvalho Figueiredo Teixeira Moura Nogueira Pacheco Queirós Sequeira Tavares Valente \
                 Barros Coutinho Serrano Brandão Falcão Meireles Azevedo",
    },
    Group {
        id: "polish",
        given: "Agnieszka Marek Zofia Tomasz Kinga Paweł Hanna Jakub Ewa Bartosz Lidia Maciej Danuta Krzysztof \
                Irena Wojtek Justyna Adam",
        family: "Nowak Wrona Mazur Sikora Kozak Bielak Gajda Krawiec Pawlak Szulc Kubiak Baran Walczak Stasiak \
                 Marzec Urban Kmiecik Wilk",
    },
    Group {
        id: "indian",
        given: "Ananya Rohan Meera Arjun Kavya Vikram Lakshmi Nikhil Divya Sanjay Ritu Aditya Pooja Harish Shreya \
                Manoj Deepa Karthik",
        family: "Iyer Raghavan Bhatt Kulkarni Menon Deshpande Chatterjee Rao Nair Joshi Banerjee Pillai Hegde \
                 Saxena Trivedi Mehra Gowda Shetty",
    },
    Group {
        id: "kenyan",
        given: "Wanjiru Otieno Akinyi Kamau Njeri Barasa Achieng Mwangi Zawadi Juma Amani Baraka Neema Kiprono \
                Chebet Imani Wangari Kioko",
        family: "Ochieng Kariuki Wambui Mutua Kiptoo Odhiambo Njoroge Wekesa Muthoni Omondi Nyambura Kimani \
                 Chelimo Were Gathoni Maina Musyoka Barongo",
    },
    Group {
        id: "anglo",
        given: "Eleanor Callum Imogen Rhys Fiona Declan Harriet Owen Bridget Alistair Morag Nathaniel Tamsin \
                Gareth Rosalind Hugh Maeve Silas",
        family: "Ashworth Pembroke Calloway Dunmore Hollis Kerrigan Lockhart Prescott Redfern Whitcombe Yardley \
                 Bramwell Croft Delaney Thornbury Winterbourne Marsden Sinclair",
    },
    Group {
        id: "french",
        given: "Amélie Étienne Solène Mathieu Océane Thibault Margaux Rémi Noémie Bastien Élodie Luc Camille \
                Olivier Geneviève Pascal Anouk Lucien",
        family: "Bélanger Charron Delorme Fontaine Gauthier Lavoie Marchand Pelletier Tremblay Vasseur Morin \
                 Lemaire Desjardins Perrault Garnier Chevrier Roy Lacombe",
    },
    Group {
        id: "spanish",
        given: "Valentina Andrés Camila Mateo Lucía Joaquín Ximena Emilio Paloma Ignacio Renata Esteban Marisol \
                Rafael Jimena Álvaro Pilar Tomás",
        family: "Aguilar Benítez Cárdenas Espinoza Figueroa Guerrero Ibarra Ledesma Montoya Olivares Quintero \
                 Rentería Salcedo Villalobos Zamora Arango Solís Pardo",
    },
    Group {
        id: "chinese",
        given: "Xiuling Junhao Huimin Weiming Kaiyan Yanting Zhenyu Boyang Shanshan Ruiqi Qingyi Taoran Minjie \
                Fangyu Haoran Lanying Meilin Guoliang",
        family: "Tan Lim Koh Goh Chua Teo Yeo Sim Ho Wee Ang Toh Quek Seah Poh Loh Neo Chin",
    },
    Group {
        id: "japanese",
        given: "Haruka Kenji Aiko Daichi Emi Ren Sakura Takumi Kaori Yuto Chihiro Shun Mio Kazuo Rina Satoshi \
                Ayaka Noboru",
        family: "Fujimoto Hayashi Inoue Kawano Matsuda Nakagawa Okabe Sakamoto Takeda Uchida Yamane Kitamura \
                 Morita Nishida Ogawa Shimizu Tsukamoto Imai",
    },
    Group {
        id: "levantine",
        given: "Leyla Emre Zeynep Kerem Nadia Omar Yasmin Karim Samira Tariq Selin Deniz Amal Faris Hana Idris \
                Rania Ziad",
        family: "Çelik Kaya Yıldız Haddad Khoury Mansour Nassar Rahal Sabbagh Toprak Özkan Bulut Hamdan Jaber \
                 Saleh Aydın Karaca Daher",
    },
    Group {
        id: "nordic",
        given: "Astrid Lars Freja Anders Ingrid Mikkel Signe Oskar Tove Elias Maja Sindre Runa Jens Linnea Aksel \
                Solveig Viggo",
        family: "Lindqvist Halvorsen Bergström Nygaard Dahl Solheim Ekström Thorsen Holmgren Lund Sandvik Åkesson \
                 Rask Vinter Myhre Storm Kvist Bakke",
    },
    Group {
        id: "pacific",
        given: "Aroha Tāne Mereana Wiremu Hine Rāwiri Ngaire Manaia Kiri Tama Anahera Nikau Leilani Sione Mele \
                Tevita Moana Rangi",
        family: "Parata Tamihana Rangihuna Paewai Hohepa Kereama Waaka Tuimavave Fonoti Maka Vaipulu Taufa Tamatea \
                 Ruru Wharepapa Hetaraka Latu Pohatu",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_thousand_people_have_different_names() {
        let mut register = Register::default();
        let names: BTreeSet<String> = (0..20_000)
            .map(|number| register.name(number, &["german", "nordic"]))
            .collect();
        assert_eq!(names.len(), 20_000);
    }
}
